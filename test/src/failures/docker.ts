// The engine, as the tests see it, and what it runs for the pods of a cluster.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { startChild } from '../child-process.ts';

const run = promisify(execFile);

/** Runs a command of Docker and returns the lines that it prints. */
export async function docker(...args: readonly string[]): Promise<string[]> {
  const { stdout } = await run('docker', args, { maxBuffer: 2 ** 26 });
  return stdout.split('\n').filter((line) => line !== '');
}

export interface PodContainer {
  readonly id: string;
  readonly state: string;
  /** Of the pod. */
  readonly uid: string;
  /** `POD` for the sandbox. */
  readonly name: string;
}

const podLabel = 'io.kubernetes.pod.uid';
const nameLabel = 'io.kubernetes.container.name';

/** All containers of the cluster's pods, whatever their state. */
export async function podContainers(cluster: string): Promise<PodContainer[]> {
  const format = `--format={{.ID}} {{.State}} {{.Label "${podLabel}"}} {{.Label "${nameLabel}"}}`;
  const ofCluster = `--filter=label=wherry.cluster=${cluster}`;
  const lines = await docker('ps', '--all', '--no-trunc', format, ofCluster, `--filter=label=${podLabel}`);
  return lines.map((line) => {
    const [id = '', state = '', uid = '', name = ''] = line.split(' ');
    return { id, state, uid, name };
  });
}

export interface ContainerHistory {
  /** Containers that ran beside another of the same pod and name. */
  readonly doubles: readonly string[];
  /** Of all pods that had a container. */
  readonly uids: ReadonlySet<string>;
}

export interface Following {
  soFar(): ContainerHistory;
  /** Stops following, and tells what there was. */
  stop(): Promise<ContainerHistory>;
}

interface EngineEvent {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}

/** Follows the engine during a test, so that no second container of a pod goes unseen, however short its life. */
export async function followContainers(cluster: string): Promise<Following> {
  const filters = [`label=wherry.cluster=${cluster}`, `label=${podLabel}`].map((filter) => `--filter=${filter}`);
  const kinds = ['type=container', 'event=start', 'event=die'].map((filter) => `--filter=${filter}`);
  const events = await startChild({ command: 'docker', args: ['events', '--format={{json .}}', ...kinds, ...filters] });
  // Also when the test fails before it asks for what there was.
  onTestFinished(async () => void (await events.stop()));
  const present = await docker('ps', '--no-trunc', '--format={{.ID}} {{.Names}}', ...filters);
  // What follows the last line break has not come in full.
  const soFar = () => historyOf(present, events.stdout.split('\n').slice(0, -1));
  return {
    soFar,
    async stop() {
      await events.stop();
      return soFar();
    },
  };
}

/** @param present lines of id and name @param events in JSON, one a line */
function historyOf(present: readonly string[], events: readonly string[]): ContainerHistory {
  const running = new Map<string, Set<string>>();
  const doubles: string[] = [];
  const uids = new Set<string>();
  const start = (id: string, name: string): void => {
    const who = withoutAttempt(name);
    uids.add(name.split('_')[4] ?? '');
    const ids = running.get(who) ?? new Set();
    running.set(who, ids.add(id));
    if (ids.size > 1) doubles.push(`${who}: ${[...ids].join(' and ')}`);
  };
  for (const line of present) start(line.split(' ')[0] ?? '', line.split(' ')[1] ?? '');
  for (const line of events) {
    const { Action: action, Actor: actor } = JSON.parse(line) as EngineEvent;
    const { name = '' } = actor.Attributes;
    if (action === 'start') start(actor.ID, name);
    else running.get(withoutAttempt(name))?.delete(actor.ID);
  }
  return { doubles, uids };
}

/** Without the UID of the pod too: the pod of a StatefulSet must not run twice either. */
const withoutAttempt = (name: string): string => name.split('_').slice(1, 4).join('/');
