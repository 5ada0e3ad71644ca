import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'rules',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'web/**/*.test.ts'],
          exclude: ['src/**/*.routes.test.ts', 'src/**/*.rows.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'http',
          include: ['src/**/*.routes.test.ts', 'src/**/*.rows.test.ts'],
          globalSetup: ['src/kernel/test-database.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
