/** Sandboxes and containers as tests of runtimes ask for them. */
import { randomUUID } from 'node:crypto';
import type { ContainerSpec, PodRef, SandboxSpec } from '../runtime.ts';

/** A pod that nobody else has. */
export function testPod(): PodRef {
  return { namespace: 'default', name: 'web', uid: randomUUID() };
}

export function sandboxSpec(more: Partial<SandboxSpec> = {}): SandboxSpec {
  return {
    pod: testPod(),
    attempt: 0,
    hostname: 'web',
    network: 'pod',
    addresses: [],
    dns: { servers: ['10.96.0.10'], searches: ['default.svc.cluster.local'], options: ['ndots:5'] },
    sysctls: {},
    hostPid: false,
    hostIpc: false,
    mounts: [],
    ...more,
  };
}

export function containerSpec(more: Partial<ContainerSpec> = {}): ContainerSpec {
  return {
    pod: testPod(),
    sandboxId: '',
    name: 'app',
    attempt: 0,
    hash: 'h1',
    imageId: '',
    image: 'app:1',
    env: [],
    groups: [],
    mounts: [],
    resources: {},
    security: {
      privileged: false,
      addCapabilities: [],
      dropCapabilities: [],
      readOnlyRoot: false,
      noNewPrivileges: false,
      seccomp: 'unconfined',
      appArmor: 'default',
      unmaskedProc: false,
    },
    processes: 'own',
    stdin: false,
    stdinOnce: false,
    tty: false,
    ...more,
  };
}
