import type { ChangedSeries, ChangeSeries, MakeSeries, SeriesList } from '../../src/schedule/series-list.ts'
import { ask } from './ask.ts'

/** Groups that recur. */
export const seriesApi = {
  list: () => ask<SeriesList>('GET', '/api/series'),
  make: (wish: MakeSeries) => ask<{ id: string }>('POST', '/api/series', wish),
  change: (series: string, wish: ChangeSeries) => ask<ChangedSeries>('POST', `/api/series/${series}/changes`, wish),
  join: (series: string, participant: string, from: string) =>
    ask<ChangedSeries>('POST', `/api/series/${series}/members`, { participant, from }),
  leave: (series: string, participant: string, until: string) =>
    ask<ChangedSeries>('POST', `/api/series/${series}/members/${participant}/end`, { until }),
}
