import { defineConfig } from 'vitest/config'

/**
 * What judges our own code, and query plans, which each major version of PostgreSQL chooses in its own way; and what spends
 * its time in the planner's threads, where the engine has little to say.
 */
const NOT_ON_STOCK = [
  'src/access/authorization*',
  'src/hostile/**',
  'src/schedule/*.routes.test.ts',
  'src/schedule/hot-queries*',
  'src/demo/**',
  'src/import/import.rows*',
  'src/outreach/**',
  'src/planted-words*',
]

export default defineConfig({
  test: {
    // Many tests wait (for a planner's second, a clock, a socket): two at a time also on two cores.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: 'rules',
          // Rules keep nothing between calls, so files may share what they load: a third less work for the same tests.
          isolate: false,
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'web/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['src/**/*.routes.test.ts', 'src/**/*.rows.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'http',
          include: ['src/**/*.routes.test.ts', 'src/**/*.rows.test.ts'],
          exclude: process.env['EVENKEEL_TEST_STOCK'] === '1' ? NOT_ON_STOCK : [],
          globalSetup: ['src/kernel/test-database.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
