import { readFileSync, writeFileSync } from 'node:fs'
import { Week } from '../../src/planner/model/week.ts'
import { solveWithCpSat } from './cp-sat.ts'
import { solveWithHighs } from './highs.ts'
import { modelOfWeek } from './week-model.ts'

/** `tsx solve-alone.ts highs|cp-sat WEEK.json SECONDS OUT.json`: what is found, as JSON. */
const [solver = '', weekPath = '', seconds = '', out = ''] = process.argv.slice(2)
const { program } = modelOfWeek(Week.parse(JSON.parse(readFileSync(weekPath, 'utf8'))))
const { values, bound } = await (solver === 'cp-sat' ? solveWithCpSat : solveWithHighs)(program, Number(seconds))
writeFileSync(out, JSON.stringify({ values: values && Array.from(values), bound }))
// Threads of a solver may still be at work, and an ordinary end would wait for them.
process.kill(process.pid, 'SIGKILL')
