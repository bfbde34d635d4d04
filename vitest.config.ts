import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['packages/*/src/**/*.test.ts', 'setup/**/*.test.ts'] } },
      {
        // End to end: real etcd, real kubectl. One file at a time, so that timings mean something on two cores.
        test: {
          name: 'e2e',
          include: ['test/src/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
