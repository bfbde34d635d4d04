/** What makes a node's pods real: the kubelet, and the runtimes that it can work on. */
export { startKubelet, type KubeletOptions } from './kubelet.ts';
export { noNetwork, type PodNetwork } from './network.ts';
export { openDockerRuntime, type DockerRuntimeOptions } from './runtime/docker/docker-runtime.ts';
export {
  createFakeRuntime,
  type FakeProgram,
  type FakeRuntime,
  type FakeRuntimeOptions,
} from './runtime/fake/fake-runtime.ts';
export { RuntimeError, type Runtime } from './runtime/runtime.ts';
