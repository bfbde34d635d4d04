import { configDefaults, defineConfig } from 'vitest/config';

/** Of what the code says, not of what runs. */
const ofTheCode = ['test/src/architecture.test.ts', 'test/src/compatibility.test.ts'];

/** The real apiserver on etcd, driven by real clients, and the tests' own helpers: no containers. */
const ofTheApi = [
  'test/src/{apiserver,kubectl}-*.test.ts',
  'test/src/{kubectl,client-node,discovery-openapi,etcd-outage,hostile-clients,two-apiservers,note-manifests}.test.ts',
  'test/src/{child-process,missing-from,readme-commands,transcript,wait-for}.test.ts',
];

/** A kubelet, a proxy or a gate on a real engine and kernel, without a cluster around it. */
const ofTheNode = ['test/src/{kubelet,proxy}-*.test.ts', 'test/src/gate.test.ts'];

/**
 * Real processes, one file at a time: what they are to do within a time, they do on two cores. The limits are far: they end
 * what hangs, and say nothing of how fast a machine is.
 */
const oneByOne = {
  fileParallelism: false,
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
  // On a machine that others use too: once more, and the report shows which test needed it.
  retry: 1,
};

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // On a busy machine too.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
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
        test: { name: 'api', include: ofTheApi, ...oneByOne },
      },
      {
        test: { name: 'node', include: ofTheNode, ...oneByOne },
      },
      {
        // The whole cluster.
        test: {
          name: 'e2e',
          include: ['test/src/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...ofTheCode, ...ofTheApi, ...ofTheNode],
          globalSetup: ['test/src/cluster/remove-cluster-after-run.ts'],
          ...oneByOne,
        },
      },
    ],
  },
});
