/** What this machine keeps of its clusters, under `.wherry` in the checkout: settings and kubeconfigs. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { defaultCluster, type Settings } from './settings.ts';

interface Checkout {
  readonly root: string;
}

/** What is remembered of a cluster. */
export interface Remembered extends Settings {
  /** Which context kubectl had before, and in which file; both undefined when the cluster was not made known to it. */
  readonly kubeconfig?: { readonly file: string; readonly previousContext: string };
}

export function clusterFolder(name: string, { root }: Checkout): string {
  return join(root, '.wherry', 'clusters', name);
}

/** The administrator's kubeconfig of a cluster. */
export function kubeconfigFile(name: string, { root }: Checkout): string {
  return name === defaultCluster
    ? join(root, '.wherry', 'kubeconfig')
    : join(clusterFolder(name, { root }), 'kubeconfig');
}

export async function recall(name: string, { root }: Checkout): Promise<Remembered | undefined> {
  try {
    // Written by `remember` alone.
    return JSON.parse(await readFile(settingsFile(name, root), 'utf8')) as Remembered;
  } catch {
    return undefined;
  }
}

export async function remember(cluster: Remembered, { root }: Checkout): Promise<void> {
  await replaceFile(settingsFile(cluster.name, root), `${JSON.stringify(cluster, null, 2)}\n`);
}

export async function forget(name: string, { root }: Checkout): Promise<void> {
  await rm(kubeconfigFile(name, { root }), { force: true });
  await rm(clusterFolder(name, { root }), { recursive: true, force: true });
}

/** In one step, readable by its owner only: kubeconfigs hold keys. */
export async function replaceFile(path: string, text: string, mode = 0o600): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, text, { mode });
  await rename(aside, path);
}

const settingsFile = (name: string, root: string): string => join(clusterFolder(name, { root }), 'settings.json');
