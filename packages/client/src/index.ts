/** How a component sees the API and reacts to it. */
export { backoffAfter, type BackoffOptions } from './backoff.ts';
export {
  createClient,
  type Client,
  type ListQuery,
  type Options,
  type Patch,
  type PatchType,
  type Place,
  type Reader,
  type WatchQuery,
  type Writer,
} from './client.ts';
export {
  changesOf,
  keysFrom,
  ownersOf,
  startController,
  TerminalError,
  type Controller,
  type ControllerOptions,
  type Result,
  type Source,
} from './controller.ts';
export { discover, type Discovered } from './discover.ts';
export { startEventRecorder, type EventRecorder, type EventRecorderOptions, type EventText } from './event-recorder.ts';
export { startInformer, type Change, type Informer, type InformerOptions, type Lister } from './informer.ts';
export { keyOf, placeOfKey } from './key.ts';
export { KubeconfigError, loadKubeconfig, type Connection } from './kubeconfig.ts';
export {
  startLeaderElection,
  type LeaderElection,
  type LeaderElectionOptions,
  type Timing,
} from './leader-election.ts';
export { startLeading, type StartLeadingOptions } from './start-leading.ts';
export { metadataReader } from './metadata-reader.ts';
export { Store, type IndexFunction } from './store.ts';
export {
  ConnectionError,
  openTransport,
  type Credentials,
  type Request,
  type Transport,
  type TransportOptions,
} from './transport.ts';
export type { WatchEvent } from './watch-events.ts';
export { WorkQueue, type WorkQueueOptions } from './work-queue.ts';
