/** The runtime on a Docker engine (API 1.41 and later). This folder is the only place that speaks to one. */
import { existsSync } from 'node:fs';
import Docker from 'dockerode';
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode';
import { systemClock, type Clock } from '@wherry/component';
import { statusOf } from '@wherry/engine';
import { RuntimeError, type PodRecord, type Runtime } from '../runtime.ts';
import { grantableCapabilities } from './capabilities.ts';
import { dockerImages } from './docker-images.ts';
import { attach, converse } from './docker-conversations.ts';
import { logLines, logPieces } from './docker-logs.ts';
import { execute, podEvents } from './docker-streams.ts';
import { containerConfig, limits, sandboxConfig, type EngineFacts } from './engine-config.ts';
import { asked, askedIfThere, askedUnless } from './engine-errors.ts';
import { ATTEMPT, OWNER, POD_UID, podLabels } from './labels.ts';
import { processUser } from './process-user.ts';
import { readPods, readSandbox } from './read-records.ts';
import { unpackImage } from './unpack-image.ts';

export interface DockerRuntimeOptions {
  /** Tells this node's containers from those of other nodes on the same engine. */
  readonly owner: string;
  /** What sandboxes run: any image with a shell. */
  readonly sandboxImage: string;
  /** @default host: the network of the engine's machine */
  readonly hostNetwork?: string;
  /** @default the engine's usual socket, or DOCKER_HOST */
  readonly docker?: Docker;
  /** @default the machine's */
  readonly clock?: Clock;
}

const NOT_MODIFIED = 304;
const NOT_FOUND = 404;
const CONFLICT = 409;
/** How long a sandbox may take to end. */
const SANDBOX_GRACE_SECONDS = 2;

export async function openDockerRuntime(options: DockerRuntimeOptions): Promise<Runtime> {
  const { owner, sandboxImage, hostNetwork = 'host', docker = new Docker(), clock = systemClock } = options;
  const engine = await asked<EngineInfo>(docker.info());
  const grantable = await grantableCapabilities(engine.ServerVersion);
  const facts: EngineFacts = {
    owner,
    sandboxImage,
    hostNetwork,
    cgroupDriver: engine.CgroupDriver === 'systemd' ? 'systemd' : 'cgroupfs',
    grantable,
    canLowerOomScore: grantable.includes('SYS_RESOURCE'),
    hasIpv6: existsSync('/proc/net/if_inet6'),
  };
  const find = (label: string) => findPods(docker, label);
  const ownerLabel = `${OWNER}=${owner}`;
  return {
    images: dockerImages(docker),
    async info() {
      const now = await asked<EngineInfo>(docker.info());
      return {
        version: `docker://${now.ServerVersion}`,
        kernelVersion: now.KernelVersion,
        osImage: now.OperatingSystem,
        architecture:
          now.Architecture === 'aarch64' ? 'arm64' : now.Architecture === 'x86_64' ? 'amd64' : now.Architecture,
        cgroupVersion: now.CgroupVersion === '2' ? 2 : 1,
        cpus: now.NCPU,
        memoryBytes: now.MemTotal,
      };
    },
    pods: () => find(ownerLabel),
    async pod(uid) {
      const found = await findPods(docker, ownerLabel, `${POD_UID}=${uid}`);
      return found[0];
    },
    async startSandbox(spec) {
      const id = await createOnce(docker, sandboxConfig(spec, facts));
      const container = docker.getContainer(id);
      await askedUnless(container.start(), [NOT_MODIFIED]);
      return readSandbox(await asked(container.inspect()));
    },
    stopSandbox: (id) =>
      askedUnless(docker.getContainer(id).stop({ t: SANDBOX_GRACE_SECONDS }), [NOT_MODIFIED, NOT_FOUND]),
    removeSandbox: (id) => remove(docker, id),
    createContainer: (spec) => createOnce(docker, containerConfig(spec, facts)),
    startContainer: (id) => askedUnless(docker.getContainer(id).start(), [NOT_MODIFIED]),
    stopContainer: (id, { graceSeconds }) =>
      askedUnless(docker.getContainer(id).stop({ t: graceSeconds }), [NOT_MODIFIED, NOT_FOUND]),
    processUser,
    updateContainer: (id, resources) => asked(docker.getContainer(id).update(limits(resources))),
    removeContainer: (id) => remove(docker, id),
    async createVolume(name, { pod, sizeBytes, group }) {
      const size = sizeBytes === undefined ? '' : `,size=${sizeBytes}`;
      const owner = group === undefined ? 'mode=0777' : `mode=02777,gid=${group}`;
      await asked(
        docker.createVolume({
          Name: name,
          Driver: 'local',
          DriverOpts: { type: 'tmpfs', device: 'tmpfs', o: `${owner}${size}` },
          Labels: { ...podLabels(pod, options.owner) },
        }),
      );
    },
    async volumes(uid) {
      const filters = { label: [ownerLabel, `${POD_UID}=${uid}`] };
      const { Volumes: found } = await asked(docker.listVolumes({ filters: JSON.stringify(filters) }));
      return found.map(({ Name: name }) => name);
    },
    removeVolume: (name) => askedUnless(docker.getVolume(name).remove(), [NOT_FOUND]),
    unpackImage: (imageId, unpacking) =>
      unpackImage(docker, imageId, { ...unpacking, owner, create: (config) => createOnce(docker, config) }),
    exec: (id, command, { signal } = {}) => execute(docker, id, { command, signal }),
    logs: (id, query = {}) => logLines(docker, id, query),
    logPieces: (id, query = {}) => logPieces(docker, id, query),
    converse: (id, command, { tty, peer }) => converse(docker, id, { command, tty, peer, clock }),
    attach: (id, { peer }) => attach(docker, id, { peer, clock }),
    events: ({ signal }) => podEvents(docker, { owner, signal }),
  };
}

/** What we read of the engine's description of itself. */
interface EngineInfo {
  readonly ServerVersion: string;
  readonly KernelVersion: string;
  readonly OperatingSystem: string;
  readonly Architecture: string;
  readonly CgroupDriver: string;
  readonly CgroupVersion: string;
  readonly NCPU: number;
  readonly MemTotal: number;
}

async function findPods(docker: Docker, ...labels: string[]): Promise<PodRecord[]> {
  const listed = await asked(docker.listContainers({ all: true, filters: { label: labels } }));
  const inspected = await Promise.all(listed.map(({ Id: id }) => askedIfThere(docker.getContainer(id).inspect())));
  return readPods(inspected.filter((info) => info !== undefined));
}

/** Creates a container, or finds the one that an earlier try has made: its name says what it is for. */
async function createOnce(docker: Docker, config: ContainerCreateOptions & { readonly name: string }): Promise<string> {
  try {
    return (await docker.createContainer(config)).id;
  } catch (error) {
    if (statusOf(error) !== CONFLICT) return asked(Promise.reject(asError(error)));
    const found = await askedIfThere(docker.getContainer(config.name).inspect());
    if (found === undefined || !isSame(found, config)) throw new RuntimeError(asError(error).message, { cause: error });
    return found.Id;
  }
}

function isSame(found: ContainerInspectInfo, { Labels: wanted = {} }: ContainerCreateOptions): boolean {
  const has: Readonly<Record<string, string>> = found.Config.Labels;
  return [OWNER, POD_UID, ATTEMPT].every((label) => has[label] === wanted[label]);
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** Another removal that is under way counts as well. */
function remove(docker: Docker, id: string): Promise<void> {
  return askedUnless(docker.getContainer(id).remove({ force: true, v: true }), [NOT_FOUND, CONFLICT]);
}
