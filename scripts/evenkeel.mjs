#!/usr/bin/env node
// `evenkeel <command>`: whatever set-up is missing (told on stderr, so that stdout carries the command's answer alone),
// then the program in this very process.
import { build, checkVersions, install, PROGRAM } from './set-up.mjs'
import { main, reporter } from './steps.mjs'

await main(async () => {
  const report = reporter(process.stderr)
  checkVersions()
  await install(report)
  await build(report)
  process.argv = [process.execPath, PROGRAM, ...process.argv.slice(2)]
  await import(PROGRAM)
})
