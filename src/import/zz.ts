import { readFolder } from './read-folder.worker.ts'
const t = performance.now()
const r = await readFolder('/tmp/tf', [], () => ({ from: '2026-11-23', until: '2027-02-22', zone: 'America/New_York' }))
console.log(JSON.stringify(r.findings, null, 1), r.hash, Object.keys(r.facts), r.facts.programs.length, performance.now() - t)
