/** The kubelet: keeps its node in the API, and makes the pods that are bound to it real. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Nodes, Pods, Services, type Pod } from '@wherry/api/core-v1';
import { createClient, startEventRecorder, startInformer, type Transport } from '@wherry/client';
import { describeError, starting, type Clock, type Log, type Running } from '@wherry/component';
import { createDataReaders } from './containers/data-readers.ts';
import { createImagePuller } from './images/image-puller.ts';
import { createPulledImages } from './images/pulled-images.ts';
import type { AcceptQueues } from './network/accept-queues.ts';
import type { LastConnection } from './network/last-connection.ts';
import { noNetwork, type OpenPodNetwork, type PodNetwork } from './network/pod-network.ts';
import { startEvictions } from './node/evictions.ts';
import { startNodeKeeper, type NodeKeeping } from './node/node-keeper.ts';
import type { Readings } from './node/pressure.ts';
import { readMachine } from './node/read-machine.ts';
import { createAdmission } from './pods/admission.ts';
import { allocatedPod } from './pods/allocated-pod.ts';
import { CrashBackoff, type BackoffLimits } from './pods/crash-backoff.ts';
import { deferredResizes } from './pods/deferred-resizes.ts';
import { gracePeriodOf } from './pods/kill-containers.ts';
import { wantedContainers } from './pods/pod-containers.ts';
import { PodSyncer } from './pods/pod-syncer.ts';
import { startPodWorkers, type PodWorkers } from './pods/pod-workers.ts';
import { startProbers } from './probes/probers.ts';
import type { Runtime } from './runtime/runtime.ts';
import { startServing, type KubeletServing } from './server/serving.ts';
import { createClaimReader } from './volumes/claims.ts';
import { createPodVolumes } from './volumes/pod-volumes.ts';
import { createTokenSource } from './volumes/token-source.ts';

export interface KubeletOptions {
  readonly transport: Pick<Transport, 'send' | 'lines'>;
  readonly runtime: Runtime;
  /** @default pods have no network of their own */
  readonly network?: OpenPodNetwork;
  readonly nodeName: string;
  readonly nodeAddress: string;
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** Quantities of `cpu`, `memory`, `pods` and so on that pods may have. */
  readonly capacity: Readonly<Record<string, string>>;
  /** A folder that has the same path here and on the engine's host. */
  readonly root: string;
  /** Where this process finds the files of the node. @default here: '' */
  readonly hostRoot?: string;
  readonly dnsServers?: readonly string[];
  /** Told of each pod of which nothing is left. @default nobody */
  readonly forgotten?: (uid: string) => void;
  /** @default cluster.local */
  readonly clusterDomain?: string;
  /** @default it serves nothing */
  readonly server?: KubeletServing;
  /** @default pods are asked to end at once */
  readonly lastConnection?: LastConnection;
  /** @default nobody waits there */
  readonly acceptQueues?: AcceptQueues;
  /** What is left of the machine. @default what the kernel says */
  readonly readMachine?: () => Promise<Readings>;
  /** @default 10 s to 5 minutes */
  readonly crashBackoff?: BackoffLimits;
  readonly clock: Clock;
  readonly log: Log;
}

const EVENTS_RETRY_MS = 1000;

/** Resolves when the node is registered and its pods are being worked on. */
export function startKubelet(options: KubeletOptions): Promise<Running> {
  return starting(async (own) => {
    const { transport, runtime, nodeName, clock, log } = options;
    const { hostRoot = '', clusterDomain = 'cluster.local', dnsServers = [], capacity } = options;
    const client = createClient(transport);
    const query = { fieldSelector: `spec.nodeName=${nodeName}` };
    const common = { client, clock, log };
    const pods = own(await startInformer({ ...common, resource: Pods, query, indexes: { uid: uidIndex } }));
    const nodes = own(
      await startInformer({ ...common, resource: Nodes, query: { fieldSelector: `metadata.name=${nodeName}` } }),
    );
    const services = own(await startInformer({ ...common, resource: Services }));
    const events = own(startEventRecorder({ ...common, component: 'kubelet', host: nodeName }));
    const find = (uid: string) => pods.by('uid', uid)[0];
    const volumes = createPodVolumes({ root: options.root, hostRoot, runtime, claims: createClaimReader(common) });
    const pulled = createPulledImages(join(options.root, 'pulled-images.json'), runtime.images);
    const memoryCapacity = Number((await runtime.info()).memoryBytes);
    const node = {
      name: nodeName,
      address: options.nodeAddress,
      allocatable: capacity,
      memoryCapacity,
      hostRoot,
      dnsServers,
      clusterDomain,
    };
    let workers: PodWorkers | undefined = undefined;
    let keeper: NodeKeeping | undefined = undefined;
    const onChange = () => {
      keeper?.report();
      for (const pod of pods.list()) workers?.wake(pod.metadata.uid ?? '');
    };
    const network: PodNetwork =
      options.network === undefined
        ? noNetwork
        : own(await options.network({ runtime, nodes, find, onChange, clock, log }));
    const probers = own(
      startProbers({ runtime, events, nodeAddress: node.address, wake: (uid) => workers?.wake(uid), clock, log }),
    );
    const others = ({ metadata }: Readonly<Pod>) =>
      pods
        .list()
        .filter((other) => other.metadata.uid !== metadata.uid)
        .map(allocatedPod);
    const admission = createAdmission({
      others,
      allocatable: capacity,
      node: () => nodes.list()[0],
      readNode: () => client.get(Nodes, { name: nodeName }),
    });
    const syncer = new PodSyncer({
      client,
      runtime,
      network,
      volumes,
      puller: createImagePuller({ images: runtime.images, pulled: (image, id) => pulled.add(image, id), clock }),
      backoff: new CrashBackoff(clock, options.crashBackoff),
      probes: probers,
      lastWishes: new Set(),
      lastConnection: options.lastConnection ?? (() => Promise.resolve()),
      acceptQueues: options.acceptQueues ?? (() => Promise.resolve()),
      data: createDataReaders(common),
      services: () => services.list(),
      token: createTokenSource(common),
      events,
      node,
      clock,
      log,
      find,
      others,
      admit: (pod) => admission.admit(pod),
      observed: (pod, record) => probers.watch(pod, record),
      forgotten(uid) {
        probers.forget(uid);
        admission.forget(uid);
        options.forgotten?.(uid);
      },
    });
    const started = startPodWorkers({ sync: (uid, signal) => syncer.sync(uid, signal), clock, log });
    workers = started;
    own(() => started.stop());
    await mkdir(options.root, { recursive: true });
    const evictions = own(
      startEvictions({
        ...common,
        pods: () => pods.list(),
        podFolder: (uid) => volumes.podFolder(uid),
        readMachine: options.readMachine ?? (() => readMachine(options.root)),
        freeDisk: async () => (await pulled.removeUnused(imagesOf(pods.list()))) > 0,
        evict: (uid, verdict) => {
          syncer.evict(uid, verdict);
          started.wake(uid, { interrupt: true });
        },
        onChange: () => keeper?.report(),
      }),
    );
    const server = options.server && own(await startServing({ ...options, ...common, ...options.server, pods }));
    keeper = own(
      await startNodeKeeper({
        ...common,
        runtime,
        name: nodeName,
        address: options.nodeAddress,
        capacity,
        kubeletPort: server?.port ?? 10_250,
        labels: options.nodeLabels ?? {},
        trouble: () => network.trouble(),
        pressure: () => evictions.pressure(),
      }),
    );
    // The network may have got ready while the node was being registered, before it could be said.
    if (options.network !== undefined) keeper.report();
    const wakeAll = async () => {
      for (const { pod } of await runtime.pods()) started.wake(pod.uid);
    };
    const unsubscribe = pods.onChange((change) => {
      const { object, old } = change;
      const uid = (object ?? old)?.metadata.uid ?? '';
      started.wake(uid, { interrupt: old !== undefined && hasLessTime(object, old) });
      for (const { metadata } of deferredResizes(pods.list(), change)) started.wake(metadata.uid ?? '');
    });
    own(unsubscribe);
    own(followEngine({ runtime, clock, log, wake: (uid) => started.wake(uid), wakeAll }));
    await wakeAll();
    for (const uid of await volumes.pods()) started.wake(uid);
  });
}

function imagesOf(pods: readonly Readonly<Pod>[]): Set<string> {
  const containers = pods.flatMap((pod) => wantedContainers(pod)).map(({ container }) => container.image ?? '');
  const volumes = pods.flatMap(({ spec }) => spec.volumes ?? []).map(({ image }) => image?.reference ?? '');
  return new Set([...containers, ...volumes]);
}

const uidIndex = ({ metadata }: Readonly<Pod>) => [metadata.uid ?? ''];

/** Somebody wants the pod to end, or has lost patience with it. */
function hasLessTime(pod: Readonly<Pod> | undefined, old: Readonly<Pod>): boolean {
  if (pod?.metadata.deletionTimestamp === undefined) return pod === undefined;
  return old.metadata.deletionTimestamp === undefined || gracePeriodOf(pod) < gracePeriodOf(old);
}

interface Following {
  readonly runtime: Runtime;
  readonly clock: Clock;
  readonly log: Log;
  readonly wake: (uid: string) => void;
  readonly wakeAll: () => Promise<void>;
}

/** What happens in the engine wakes the pods that it happens to; after a gap, all of them. */
function followEngine({ runtime, clock, log, wake, wakeAll }: Following): () => Promise<void> {
  const stop = new AbortController();
  const follow = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      try {
        for await (const uid of runtime.events({ signal: stop.signal })) wake(uid);
        if (!stop.signal.aborted) await clock.sleep(EVENTS_RETRY_MS, stop.signal);
        await wakeAll();
      } catch (error) {
        if (stop.signal.aborted) return;
        log.info('events of the engine broke off', { error: describeError(error) });
        await clock.sleep(EVENTS_RETRY_MS, stop.signal).catch(() => undefined);
      }
    }
  };
  const following = follow();
  return async () => {
    stop.abort(new Error('The kubelet stops'));
    await following;
  };
}
