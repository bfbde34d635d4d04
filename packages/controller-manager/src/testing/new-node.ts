/** A node as planners see it. */
import type { Node, NodeCondition, Taint } from '@wherry/api/core-v1';

export interface NodeTraits {
  readonly name?: string;
  readonly labels?: Record<string, string>;
  readonly conditions?: readonly NodeCondition[];
  readonly taints?: readonly Taint[];
  readonly unschedulable?: boolean;
}

export function newNode({ name = 'n', labels, conditions = [], taints = [], unschedulable }: NodeTraits = {}): Node {
  return {
    metadata: { name, creationTimestamp: '2026-01-01T00:00:00Z', ...(labels === undefined ? {} : { labels }) },
    spec: { taints: [...taints], ...(unschedulable === undefined ? {} : { unschedulable }) },
    status: {
      conditions: [...conditions],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        machineID: '',
        systemUUID: '',
        bootID: '',
        kernelVersion: '',
        osImage: '',
        containerRuntimeVersion: '',
        kubeletVersion: '',
        kubeProxyVersion: '',
        operatingSystem: 'linux',
        architecture: 'amd64',
      },
    },
  };
}
