/** What makes a node's pods real: the kubelet, and the runtimes that it can work on. */
export { startKubelet, type KubeletOptions } from './kubelet.ts';
export { openCables, type CablesFlags } from './network/open-cables.ts';
export { noNetwork, type OpenPodNetwork, type PodNetwork } from './network/pod-network.ts';
export { openDockerRuntime, type DockerRuntimeOptions } from './runtime/docker/docker-runtime.ts';
export {
  createFakeRuntime,
  type FakeProgram,
  type FakeRuntime,
  type FakeRuntimeOptions,
} from './runtime/fake/fake-runtime.ts';
export type { KubeletServing } from './server/serving.ts';
export { RuntimeError, type Runtime } from './runtime/runtime.ts';
export { createNodeStats, type NodeStats, type NodeStatsOptions, type StatsPage } from './stats/node-stats.ts';
export { supportedFields } from './supported-fields.ts';
