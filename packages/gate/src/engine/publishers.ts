/**
 * Publishers on a Docker engine: one small container a port, which holds the port of the user's machine and, in its own
 * network, the rules that lead on from there. This folder is the only place of the gate that speaks to an engine.
 * Nothing is remembered of what there is: the engine is asked.
 */
import Docker from 'dockerode';
import type { ContainerInspectInfo } from 'dockerode';
import { containerEvents, messageOf } from '@wherry/engine';
import { gatePortKey, type GatePort } from '../table/gate-table.ts';
import { CONFLICT, isTaken, NOT_FOUND, NOT_MODIFIED, unless } from './engine-answers.ts';
import {
  CLUSTER_LABEL,
  GATE_LABEL,
  HASH_LABEL,
  publisherConfig,
  type PublisherConfig,
  publisherName,
  type PublisherFacts,
} from './publisher-config.ts';
import { findHolder } from './find-holder.ts';
import { runInside } from './run-inside.ts';

/** A port that the engine cannot give; the message ends a sentence that begins with what cannot be opened. */
export class PortError extends Error {
  override readonly name = 'PortError';
  /** Whether somebody else has it. */
  readonly isTaken: boolean;

  constructor(message: string, options: { readonly isTaken: boolean; readonly cause?: unknown }) {
    super(message, { cause: options.cause });
    this.isTaken = options.isTaken;
  }
}

export interface Publishers {
  /** The ports of all publishers of this cluster, whatever their state. */
  keys(): Promise<string[]>;
  /**
   * Opens a port, unless it is open, and has a script carried out inside, unless that is done. Resolves with what says so
   * the next time: `done`.
   * @throws PortError when it cannot be opened, Error with what the script complained of
   */
  keep(port: GatePort, work: { readonly script: string; readonly done: string | undefined }): Promise<string>;
  close(key: string): Promise<void>;
  /**
   * The ports of publishers that start or end, as it happens from when the promise resolves. The iteration ends or throws
   * when the engine does.
   */
  events(signal: AbortSignal): Promise<AsyncIterable<string>>;
}

export interface PublishersOptions extends PublisherFacts {
  /** @default the engine's usual socket, or DOCKER_HOST */
  readonly docker?: Docker;
}

export function openPublishers({ docker = new Docker(), ...facts }: PublishersOptions): Publishers {
  const { cluster } = facts;
  const holderOf = findHolder({ docker, ...facts });
  const find = (key: string) => docker.getContainer(publisherName(cluster, key));
  const remove = async (key: string): Promise<void> => {
    const info = await unless(find(key).inspect(), [NOT_FOUND]);
    // The name may be somebody else's.
    if (info !== undefined && isOurs(info, facts))
      await unless(find(key).remove({ force: true }), [NOT_FOUND, CONFLICT]);
  };
  const create = async (config: PublisherConfig): Promise<boolean> =>
    (await unless(docker.createContainer(config), [CONFLICT])) !== undefined;
  const start = async (port: GatePort, key: string): Promise<void> => {
    try {
      await unless(find(key).start(), [NOT_MODIFIED]);
    } catch (error) {
      await remove(key);
      throw await portError(error, () => holderOf(port));
    }
  };
  return {
    async keys() {
      const label = [`${CLUSTER_LABEL}=${cluster}`, GATE_LABEL];
      const found = await docker.listContainers({ all: true, filters: { label } });
      return found.map(({ Labels: labels }) => labels[GATE_LABEL] ?? '');
    },
    async keep(port, { script, done }) {
      const key = gatePortKey(port.protocol, port.port);
      const config = publisherConfig(port, facts);
      // What is not known is likely not there, and somebody waits for it.
      if (done !== undefined || !(await create(config))) {
        const present = await unless(find(key).inspect(), [NOT_FOUND]);
        if (present?.State.Running && present.Config.Labels[HASH_LABEL] === config.Labels[HASH_LABEL]) {
          const wanted = doneIn(present, script);
          if (done !== wanted) await runInside(find(key), script, docker);
          return wanted;
        }
        await remove(key);
        await docker.createContainer(config);
      }
      await start(port, key);
      const [started] = await Promise.all([find(key).inspect(), runInside(find(key), script, docker)]);
      return doneIn(started, script);
    },
    close: remove,
    events: (signal) =>
      containerEvents(docker, {
        labels: [`${CLUSTER_LABEL}=${cluster}`, GATE_LABEL],
        events: ['start', 'die', 'destroy'],
        key: GATE_LABEL,
        signal,
      }),
  };
}

const isOurs = ({ Config: { Labels: labels } }: ContainerInspectInfo, { cluster }: PublisherFacts): boolean =>
  labels[CLUSTER_LABEL] === cluster && labels[GATE_LABEL] !== undefined;

/** Rules go with the network, which is new with every start. */
const doneIn = ({ Id: id, State: state }: ContainerInspectInfo, script: string): string =>
  `${id} ${state.StartedAt} ${script}`;

async function portError(error: unknown, findHolder: () => Promise<string | undefined>): Promise<PortError> {
  const said = messageOf(error);
  if (!isTaken(said)) return new PortError(said, { isTaken: false, cause: error });
  // Who has it is worth knowing, and no reason to fail.
  const holder = await findHolder().catch(() => undefined);
  const why = holder === undefined ? `it is taken: ${said}` : `it is taken by ${holder}`;
  return new PortError(why, { isTaken: true, cause: error });
}
