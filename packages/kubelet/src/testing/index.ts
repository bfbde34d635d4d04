/** What tests outside this package need to run it: the contract that every runtime keeps, and a way to an API server. */
export { commands, describeRuntime, type RuntimeUnderTest } from '../runtime/runtime.contract.ts';
export { containerSpec, sandboxSpec, testPod } from '../runtime/testing/specs.ts';
export { openTestTransport } from './open-test-transport.ts';
export { testServing } from './test-serving.ts';
export { canHaveCgroupLab, createCgroupLab, type CgroupLab } from '../stats/testing/cgroup-lab.ts';
