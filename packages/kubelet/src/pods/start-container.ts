/** Starting one container of a pod, from its image to its postStart hook. */
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Container, EphemeralContainer, Pod } from '@wherry/api/core-v1';
import type { EventText } from '@wherry/client';
import { StartError, type StartReason } from '../containers/config-error.ts';
import { containerSpec } from '../containers/container-spec.ts';
import { environmentOf } from '../containers/environment.ts';
import { credentialsFor } from '../images/pull-secrets.ts';
import { RuntimeError, type Mount, type PodRecord, type SandboxRecord } from '../runtime/runtime.ts';
import { containerMounts } from '../volumes/container-mounts.ts';
import { imageVolumes } from '../volumes/image-volumes.ts';
import type { VolumePlace } from '../volumes/pod-volumes.ts';
import { containerField } from './container-field.ts';
import { etcHosts } from './etc-hosts.ts';
import { gracePeriodOf, killContainer } from './kill-containers.ts';
import { lastWordsFile } from './last-words.ts';
import { HookError, runHook } from './lifecycle-hooks.ts';
import { factsOf } from './pod-facts.ts';
import type { PodContext } from './pod-context.ts';
import { resolvConf } from './resolv-conf.ts';
import { refOf } from './sandboxes.ts';

export interface ContainerStart {
  readonly pod: Readonly<Pod>;
  readonly container: Readonly<Container | EphemeralContainer>;
  readonly attempt: number;
  readonly record: PodRecord;
  readonly sandbox: SandboxRecord;
  readonly places: ReadonlyMap<string, VolumePlace>;
  readonly signal: AbortSignal;
}

/** Of these another event tells more. */
const OF_IMAGES: ReadonlySet<StartReason> = new Set([
  'ErrImagePull',
  'ImagePullBackOff',
  'ErrImageNeverPull',
  'InvalidImageName',
  'ImageInspectError',
]);

/** @throws StartError, having told users */
export async function startContainer(context: PodContext, start: ContainerStart): Promise<void> {
  const { events } = context;
  const { pod, container } = start;
  try {
    await tryToStart(context, start);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const text = OF_IMAGES.has(error.reason) ? error.reason : error.message;
    const where = containerField(pod, container.name);
    events.record(pod, { type: 'Warning', reason: 'Failed', message: `Error: ${text}`, ...where });
    context.log.debug('container not started', { container: container.name, reason: error.reason });
    throw error;
  }
}

async function tryToStart(context: PodContext, start: ContainerStart): Promise<void> {
  const { runtime, puller, events } = context;
  const { pod, container, attempt, record, sandbox, signal } = start;
  const tellOfPod = (event: EventText) => events.record(pod, event);
  const tell = (event: EventText) => tellOfPod({ ...event, ...containerField(pod, container.name) });
  const secrets = await pullSecrets(context, pod);
  const credentials = credentialsFor(container.image ?? '', secrets);
  const image = await puller.ensure({ pod, container, credentials, tell, signal });
  const environment = await environmentOf({
    facts: factsOf(pod, sandbox, context.node),
    container,
    data: context.data.current,
    services: context.services(),
  });
  const images = await failingAs(
    'CreateContainerError',
    imageVolumes({
      pod,
      container,
      ref: refOf(pod),
      credentials: (name) => credentialsFor(name, secrets),
      puller,
      runtime,
      podFolder: context.volumes.podFolder(pod.metadata.uid ?? ''),
      tell: tellOfPod,
      signal,
    }),
  );
  const places = new Map([...start.places, ...images]);
  const mounts = await allMounts(context, { ...start, places }, environment);
  const { memoryCapacity } = context.node;
  const spec = containerSpec({
    pod,
    container,
    record,
    sandboxId: sandbox.id,
    attempt,
    image,
    environment,
    mounts,
    memoryCapacity,
  });
  const id = await failingAs('CreateContainerError', runtime.createContainer(spec));
  tell({ type: 'Normal', reason: 'Created', message: 'Container created' });
  await failingAs('RunContainerError', runtime.startContainer(id));
  tell({ type: 'Normal', reason: 'Started', message: 'Container started' });
  const hook = container.lifecycle?.postStart;
  if (hook !== undefined) await afterStart(context, start, { id, hook });
}

async function failingAs<T>(reason: 'CreateContainerError' | 'RunContainerError', work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    throw new StartError(reason, error.message, { cause: error });
  }
}

/** Those that there are; users are told of the others. */
async function pullSecrets({ data, events }: PodContext, pod: Readonly<Pod>) {
  const namespace = pod.metadata.namespace ?? '';
  const names = (pod.spec.imagePullSecrets ?? []).flatMap(({ name = '' }) => (name === '' ? [] : [name]));
  const found = await Promise.all(
    names.map(async (name) => ({ name, secret: await data.current.secret({ namespace, name }) })),
  );
  const missing = found.filter(({ secret }) => secret === undefined).map(({ name }) => name);
  if (missing.length > 0)
    events.record(pod, {
      type: 'Warning',
      reason: 'FailedToRetrieveImagePullSecret',
      message: `Unable to retrieve some image pull secrets (${missing.join(', ')}); attempting to pull the image may not succeed.`,
    });
  return found.flatMap(({ secret }) => secret ?? []);
}

/** The volumes, the file for last words, the hosts file, and how names are resolved where the engine does not say it. */
async function allMounts(
  context: PodContext,
  start: ContainerStart,
  environment: ReadonlyMap<string, string>,
): Promise<Mount[]> {
  const { pod, container, attempt, places } = start;
  const { hostRoot } = context.node;
  const volumes = await containerMounts(container, { places, environment, hostRoot });
  const folder = context.volumes.podFolder(pod.metadata.uid ?? '');
  const words = lastWordsFile(folder, container.name, attempt);
  await mkdir(join(words, '..'), { recursive: true });
  await writeFile(words, '', { flag: 'a' });
  // Whoever the container runs as, against the umask.
  await chmod(words, 0o666);
  const hosts = join(folder, 'etc-hosts');
  await writeFile(hosts, await hostsOf(context, start));
  const own: readonly Mount[] = [
    {
      type: 'bind',
      source: words,
      target: container.terminationMessagePath ?? '/dev/termination-log',
      readOnly: false,
    },
    { type: 'bind', source: hosts, target: '/etc/hosts', readOnly: false },
    ...(await resolverMount(context, { pod, folder })),
  ];
  // What the pod mounts there itself is not covered up.
  return [...volumes, ...own.filter(({ target }) => volumes.every((volume) => volume.target !== target))];
}

async function hostsOf({ node }: PodContext, { pod, sandbox }: ContainerStart): Promise<string> {
  const nodeFile = pod.spec.hostNetwork === true ? await readFile('/etc/hosts', 'utf8') : '';
  return etcHosts(pod, { address: sandbox.addresses[0], clusterDomain: node.clusterDomain, nodeFile });
}

async function resolverMount(
  { node }: PodContext,
  { pod, folder }: { readonly pod: Readonly<Pod>; readonly folder: string },
): Promise<Mount[]> {
  if (pod.spec.hostNetwork !== true) return [];
  const text = resolvConf(pod, { ...node, nodeFile: await readFile('/etc/resolv.conf', 'utf8') });
  if (text === undefined) return [];
  const source = join(folder, 'etc-resolv');
  await writeFile(source, text);
  return [{ type: 'bind', source, target: '/etc/resolv.conf', readOnly: false }];
}

/** A container whose hook fails is ended. */
async function afterStart(
  context: PodContext,
  { pod, container, sandbox, record, signal }: ContainerStart,
  { id, hook }: { readonly id: string; readonly hook: NonNullable<NonNullable<Container['lifecycle']>['postStart']> },
): Promise<void> {
  const address = sandbox.addresses[0] ?? context.node.address;
  try {
    await runHook(context, hook, { pod, containerId: id, container, address, signal });
  } catch (error) {
    if (!(error instanceof HookError)) throw error;
    // What the hook has said may be secret: it stands in the status, which fewer may read.
    const where = containerField(pod, container.name);
    const failed = { type: 'Warning', reason: 'FailedPostStartHook', message: 'PostStartHook failed' } as const;
    context.events.record(pod, { ...failed, ...where });
    const found = (await context.runtime.pod(record.pod.uid))?.containers.find((each) => each.id === id);
    const message = 'FailedPostStartHook';
    const graceSeconds = gracePeriodOf(pod);
    if (found?.state.type === 'running')
      await killContainer(context, { pod, found, address, graceSeconds, message, signal });
    throw new StartError('PostStartHookError', error.message, { cause: error });
  }
}
