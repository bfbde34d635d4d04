/** What all that works on a pod has in common. */
import type { Pod, Service, ServiceAccountTokenProjection } from '@wherry/api/core-v1';
import type { EventRecorder } from '@wherry/client';
import type { Clock, Log } from '@wherry/component';
import type { DataReaders } from '../containers/data-readers.ts';
import type { ImagePuller } from '../images/image-puller.ts';
import type { AcceptQueues } from '../network/accept-queues.ts';
import type { LastConnection } from '../network/last-connection.ts';
import type { PodNetwork } from '../network/pod-network.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { PodVolumes } from '../volumes/pod-volumes.ts';
import type { CrashBackoff } from './crash-backoff.ts';
import type { ProbeResults } from './probe-results.ts';

export interface NodeFacts {
  readonly name: string;
  readonly address: string;
  /** Quantities, by resource. */
  readonly allocatable: Readonly<Record<string, string>>;
  readonly memoryCapacity: number;
  /** Where this process finds the files of the node. */
  readonly hostRoot: string;
  /** Of the cluster; pods ask it with the policy ClusterFirst. */
  readonly dnsServers: readonly string[];
  readonly clusterDomain: string;
}

export interface PodContext {
  readonly runtime: Runtime;
  readonly network: PodNetwork;
  readonly volumes: PodVolumes;
  readonly puller: ImagePuller;
  readonly backoff: CrashBackoff;
  readonly probes: ProbeResults;
  /** The containers that are being ended, by id, whose preStop hooks have had their turn. */
  readonly lastWishes: Set<string>;
  readonly lastConnection: LastConnection;
  readonly acceptQueues: AcceptQueues;
  readonly data: DataReaders;
  readonly services: () => readonly Readonly<Service>[];
  readonly token: (pod: Readonly<Pod>, request: ServiceAccountTokenProjection) => Promise<string>;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly node: NodeFacts;
  readonly clock: Clock;
  readonly log: Log;
}
