/** What a node says of itself. Pure. */
import { formatTime } from '@wherry/api';
import type { Node, NodeCondition } from '@wherry/api/core-v1';
import type { ImageRecord, RuntimeInfo } from '../runtime/runtime.ts';
import type { Pressure } from './pressure.ts';

export interface NodePicture {
  readonly name: string;
  readonly address: string;
  readonly capacity: Readonly<Record<string, string>>;
  readonly info: RuntimeInfo;
  readonly images: readonly ImageRecord[];
  readonly kubeletPort: number;
  /** Something that keeps it from running pods; undefined when all is well. */
  readonly trouble: string | undefined;
  /** Of what there is too little left. */
  readonly pressure: Pressure;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What it has said before. */
  readonly old: Readonly<Node['status']> | undefined;
}

const KUBELET_VERSION = 'v1.35.0';
/** As many as Kubernetes shows. */
const MOST_IMAGES = 50;

export function nodeLabels(name: string, architecture: string): Record<string, string> {
  return {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture,
    'beta.kubernetes.io/os': 'linux',
    'beta.kubernetes.io/arch': architecture,
  };
}

export function nodeStatus(picture: NodePicture): Node['status'] {
  const { name, address, capacity, info, images, kubeletPort } = picture;
  const id = Buffer.from(name).toString('hex').padEnd(32, '0').slice(0, 32);
  return {
    capacity: { ...capacity },
    allocatable: { ...capacity },
    conditions: conditionsOf(picture),
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    nodeInfo: {
      machineID: id,
      systemUUID: id,
      bootID: id,
      kernelVersion: info.kernelVersion,
      osImage: info.osImage,
      containerRuntimeVersion: info.version,
      kubeletVersion: KUBELET_VERSION,
      kubeProxyVersion: '',
      operatingSystem: 'linux',
      architecture: info.architecture,
    },
    images: images
      .filter(({ tags, digests }) => tags.length + digests.length > 0)
      .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
      .slice(0, MOST_IMAGES)
      .map(({ tags, digests, sizeBytes }) => ({ names: [...digests, ...tags], sizeBytes })),
  };
}

function conditionsOf({ trouble, pressure, now, old }: NodePicture): NodeCondition[] {
  const findings: readonly (readonly [string, 'True' | 'False', string, string])[] = [
    pressure.memory
      ? ['MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available']
      : ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    pressure.disk
      ? ['DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure']
      : ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    pressure.pids
      ? ['PIDPressure', 'True', 'KubeletHasInsufficientPID', 'kubelet has insufficient PID available']
      : ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    trouble === undefined
      ? ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status']
      : ['Ready', 'False', 'KubeletNotReady', trouble],
  ];
  return findings.map(([type, status, reason, message]) => {
    const before = old?.conditions?.find((condition) => condition.type === type);
    const since = before?.status === status ? before.lastTransitionTime : undefined;
    const lastHeartbeatTime = formatTime(now);
    return { type, status, lastHeartbeatTime, lastTransitionTime: since ?? lastHeartbeatTime, reason, message };
  });
}
