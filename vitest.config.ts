import { configDefaults, defineConfig } from 'vitest/config';

/** Of what the code says, not of what runs. */
const ofTheCode = ['test/src/architecture.test.ts', 'test/src/compatibility.test.ts'];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/*/src/**/*.test.ts',
            'examples/*/src/**/*.test.ts',
            'setup/**/*.test.ts',
            'bench/src/**/*.test.ts',
            ...ofTheCode,
          ],
        },
      },
      {
        // End to end: real etcd, real kubectl. One file at a time, so that timings mean something on two cores.
        test: {
          name: 'e2e',
          include: ['test/src/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ofTheCode],
          globalSetup: ['test/src/cluster/remove-cluster-after-run.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          // Real processes on a machine that others use too: once more, and the report shows which test needed it.
          retry: 1,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
