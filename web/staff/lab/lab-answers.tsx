import { Table, Text, Title } from '@mantine/core'
import type { LabRun } from '../../../src/schedule/lab.ts'
import { clockWords, dateOf, dayWords, hoursWords } from '../../ui/times.ts'
import { say } from '../../ui/words.ts'
import { LabWho } from './lab-who.tsx'

type Result = NonNullable<LabRun['result']>
type Answer = Result['answers'][number]

/** The answers, the best first: a picture of the best one, a table of all, and who, for readers who may see people. */
export function LabAnswers({ result }: { result: Result }) {
  const [best] = result.answers
  return (
    <section aria-labelledby="lab-answers">
      <Title order={2} size="h4" mt="lg" id="lab-answers">
        {say('lab.answers')}
      </Title>
      <Text size="sm" className="quiet-text">
        {result.complete ? say('lab.complete', { count: result.tried }) : say('lab.cut', { count: result.tried })}
      </Text>
      {!best && <Text mt="sm">{say('lab.none')}</Text>}
      {best && (
        <>
          <Bars result={result} best={best} />
          <Table className="stacking-table" aria-labelledby="lab-answers" mt="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{say('lab.open')}</Table.Th>
                <Table.Th>{say('lab.reach')}</Table.Th>
                <Table.Th>{say('lab.hours')}</Table.Th>
                <Table.Th>{say('lab.leaders')}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {result.answers.map((answer, at) => (
                <AnswerRow key={at} answer={answer} result={result} />
              ))}
            </Table.Tbody>
          </Table>
          {result.who.length > 0 && <LabWho result={result} />}
        </>
      )}
    </section>
  )
}

function AnswerRow({ answer, result }: { answer: Answer; result: Result }) {
  const { reached, minutes, leaderMinutes } = answer
  const more = minutes === null || result.now.minutes === null ? null : minutes - result.now.minutes
  return (
    <Table.Tr>
      <Table.Td>
        <ul className="lab-groups">
          {answer.groups.map((group) => (
            <li key={`${group.service} ${group.start} ${group.staff}`}>{groupWords(group)}</li>
          ))}
        </ul>
      </Table.Td>
      <Table.Td>
        {reached === null || result.waiting === null
          ? say('figures.few')
          : say('lab.reachOf', { count: reached, people: result.waiting })}
      </Table.Td>
      <Table.Td>{more === null ? say('figures.few') : say('lab.moreHours', { hours: hoursWords(more) })}</Table.Td>
      <Table.Td>{say('lab.leaderHours', { hours: hoursWords(leaderMinutes) })}</Table.Td>
    </Table.Tr>
  )
}

function groupWords(group: Answer['groups'][number]): string {
  const { service, start, end, staff, telehealth, room, members } = group
  const when = `${dayWords(dateOf(start))}, ${clockWords(start)} – ${clockWords(end)}`
  const where = telehealth ? say('lab.remote') : (room ?? group.site)
  const words = say('lab.group', { service, when, staff, where })
  return members === null ? words : `${words} · ${say('lab.members', { count: members })}`
}

/** How many reach their hours: now, with the best answer, and at most whatever is opened. */
function Bars({ result, best }: { result: Result; best: Answer }) {
  const { waiting, now, atMost } = result
  if (waiting === null) return <Text mt="sm">{say('lab.withheld')}</Text>
  const bars = [
    { name: say('lab.barNow'), count: now.reached ?? 0 },
    { name: say('lab.barBest', { count: best.groups.length }), count: best.reached ?? 0 },
    ...(atMost === null ? [] : [{ name: say('lab.barMost'), count: atMost }]),
  ]
  return (
    <dl className="lab-bars">
      {bars.map(({ name, count }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <span>{say('lab.reachOf', { count, people: waiting })}</span>
            <div className="hours-bar" aria-hidden="true">
              <div style={{ width: `${(100 * count) / waiting}%` }} />
            </div>
          </dd>
        </div>
      ))}
    </dl>
  )
}
