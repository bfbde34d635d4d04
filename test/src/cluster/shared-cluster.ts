// One real cluster for all tests that need one: started by the first of them, used by the others as it is, removed when
// the run ends, unless it was there before. Its name, addresses and ports are its own, so that a cluster of the
// tester's goes on undisturbed. `WHERRY_KEEP_CLUSTER=1` leaves it, and the next run begins in seconds.
// `WHERRY_REUSE_CLUSTER=1` takes one that is there as it is, whatever its programs were made from.

import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect } from 'vitest';
import { machineImage } from '../../../setup/image/wherry-image.ts';
import { checkout } from '../checkout.ts';
import { kubectl } from '../kubectl.ts';
import type { Kubectl } from '../kubectl.ts';
import { waitFor } from '../wait-for.ts';
import { buildStandIns } from './stand-in-images.ts';
import { isClusterThere, noteStarter, testCluster } from './test-cluster.ts';
import { wherrySucceeds } from './wherry-command.ts';

export interface SharedCluster {
  readonly name: string;
  /** The administrator's, whose context has the namespace of this file. */
  readonly kubeconfig: string;
  /** Made for this file, and removed after it. */
  readonly namespace: string;
  /** kubectl 1.35, as the administrator in the namespace of this file. */
  readonly kubectl: Kubectl;
  /** The first three numbers of the machines' addresses. */
  readonly network: string;
  /** The address of a worker: 1 is `node-1`. */
  nodeAddress(number: number): string;
  /** The container of a machine or a process: `control-plane`, `node-1`, `node-1-kubelet`, `apiserver` … */
  container(service: string): string;
  /** Runs a program in one of them and returns its stdout. */
  exec(service: string, command: readonly string[]): Promise<string>;
}

/** The start builds images and waits for nodes, on a machine that may be slow and busy. */
const startTimeout = 900_000;

const run = promisify(execFile);

/** A cluster for one test file alone, which may break it. It is removed after the file. */
export interface OwnCluster {
  /** The end of its name. */
  readonly own: string;
  readonly workers: number;
}

/**
 * To be called at the top of a test file: the cluster can be used in its tests and hooks.
 * @param own @default the cluster that all files share
 */
export function useCluster(own?: OwnCluster): SharedCluster {
  const name = own === undefined ? testCluster : `${testCluster}-${own.own}`;
  const namespace = `${basename(expect.getState().testPath ?? 'test', '.test.ts').replace(/[^a-z0-9-]/g, '-')}-${process.pid}`;
  let cluster: SharedCluster | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    await (own === undefined ? ensureCluster() : bringUp(name, [`--workers=${own.workers}`]));
    folder = await mkdtemp(join(tmpdir(), 'wherry-cluster-'));
    cluster = await openCluster({ name, folder, namespace });
    await nodesAreReady(cluster.kubectl);
    await cluster.kubectl.succeed(['create', 'namespace', namespace]);
  }, startTimeout);
  afterAll(async () => {
    await cluster?.kubectl.run(['delete', 'namespace', namespace, '--wait=false']);
    if (own !== undefined && process.env['WHERRY_KEEP_CLUSTER'] !== '1')
      await wherrySucceeds(['down', `--name=${name}`]);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }, startTimeout);
  const started = (): SharedCluster => {
    if (cluster === undefined) throw new Error('The cluster is there only while the tests run');
    return cluster;
  };
  return {
    name,
    namespace,
    get kubeconfig() {
      return started().kubeconfig;
    },
    get kubectl() {
      return started().kubectl;
    },
    get network() {
      return started().network;
    },
    nodeAddress: (number) => started().nodeAddress(number),
    container: (service) => started().container(service),
    exec: (service, command) => started().exec(service, command),
  };
}

/** The cluster from the programs as they are now, and the images that tests run pods from. */
export async function ensureCluster(): Promise<void> {
  if (!(await isClusterThere(testCluster))) noteStarter();
  await bringUp(testCluster);
}

async function bringUp(name: string, settings: readonly string[] = []): Promise<void> {
  if (process.env['WHERRY_REUSE_CLUSTER'] === '1' && (await isClusterThere(name))) return;
  await wherrySucceeds(['up', `--name=${name}`, '--no-merge', '--timeout=600', ...settings]);
  await buildStandIns(machineImage({ root: checkout }));
}

interface NodeList {
  readonly items: readonly {
    readonly spec: { readonly unschedulable?: boolean; readonly taints?: readonly object[] };
    readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
  }[];
}

/** Waits until every node takes pods: what was done to one a moment ago may show for a while. */
export async function nodesAreReady(runner: Kubectl): Promise<void> {
  await waitFor('every node to take pods', async () => {
    const { items } = (await runner.json(['get', 'nodes'])) as NodeList;
    return items.every(
      ({ spec, status }) =>
        spec.unschedulable !== true &&
        (spec.taints ?? []).length === 0 &&
        status.conditions.some((each) => each.type === 'Ready' && each.status === 'True'),
    );
  });
}

interface Opening {
  readonly name: string;
  readonly folder: string;
  readonly namespace: string;
}

async function openCluster({ name, folder, namespace }: Opening): Promise<SharedCluster> {
  const kubeconfig = join(folder, 'kubeconfig');
  await mkdir(folder, { recursive: true });
  await copyFile(join(checkout, '.wherry', 'clusters', name, 'kubeconfig'), kubeconfig);
  const runner = kubectl({ version: '1.35', kubeconfig });
  await runner.succeed(['config', 'set-context', '--current', `--namespace=${namespace}`]);
  const container = (service: string): string => `${name}-${service}`;
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  const { stdout } = await run('docker', ['inspect', `--format=${format}`, container('control-plane')]);
  const network = stdout.trim().split('.').slice(0, 3).join('.');
  return {
    name,
    kubeconfig,
    namespace,
    kubectl: runner,
    network,
    nodeAddress: (number) => `${network}.${10 + number}`,
    container,
    exec: async (service, command) =>
      (await run('docker', ['exec', container(service), ...command], { maxBuffer: 2 ** 26 })).stdout,
  };
}
