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

/** The start builds images and waits for nodes, on a machine that may be busy. */
const startTimeout = 300_000;

const run = promisify(execFile);

/** To be called at the top of a test file: the cluster can be used in its tests and hooks. */
export function useCluster(): SharedCluster {
  const namespace = `${basename(expect.getState().testPath ?? 'test', '.test.ts').replace(/[^a-z0-9-]/g, '-')}-${process.pid}`;
  let cluster: SharedCluster | undefined;
  let folder: string | undefined;
  beforeAll(async () => {
    await ensureCluster();
    folder = await mkdtemp(join(tmpdir(), 'wherry-cluster-'));
    cluster = await openCluster({ folder, namespace });
    await cluster.kubectl.succeed(['create', 'namespace', namespace]);
  }, startTimeout);
  afterAll(async () => {
    await cluster?.kubectl.run(['delete', 'namespace', namespace, '--wait=false']);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });
  const started = (): SharedCluster => {
    if (cluster === undefined) throw new Error('The cluster is there only while the tests run');
    return cluster;
  };
  return {
    name: testCluster,
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
  const isThere = await isClusterThere();
  if (isThere && process.env['WHERRY_REUSE_CLUSTER'] === '1') return;
  if (!isThere) noteStarter();
  await wherrySucceeds(['up', `--name=${testCluster}`, '--no-merge', '--timeout=180']);
  await buildStandIns(machineImage({ root: checkout }));
}

async function openCluster({ folder, namespace }: { folder: string; namespace: string }): Promise<SharedCluster> {
  const kubeconfig = join(folder, 'kubeconfig');
  await mkdir(folder, { recursive: true });
  await copyFile(join(checkout, '.wherry', 'clusters', testCluster, 'kubeconfig'), kubeconfig);
  const runner = kubectl({ version: '1.35', kubeconfig });
  await runner.succeed(['config', 'set-context', '--current', `--namespace=${namespace}`]);
  const container = (service: string): string => `${testCluster}-${service}`;
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  const { stdout } = await run('docker', ['inspect', `--format=${format}`, container('control-plane')]);
  const network = stdout.trim().split('.').slice(0, 3).join('.');
  return {
    name: testCluster,
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
