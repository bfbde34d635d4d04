/** Where the API is and who we are there, from a kubeconfig file. */
import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/** How to reach an API server. Certificates and keys are PEM. */
export interface Connection {
  /** `https://host:port`, perhaps with a path. */
  readonly server: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly token?: string;
  /** Where this comes from is asked again: credentials may have been issued anew since. */
  readonly renew?: () => Promise<Connection>;
}

/** A kubeconfig that does not say what is needed. */
export class KubeconfigError extends Error {
  override readonly name = 'KubeconfigError';
}

interface Named {
  readonly name?: string;
}

interface Kubeconfig {
  readonly 'current-context'?: string;
  readonly contexts?: readonly (Named & { readonly context?: { readonly cluster?: string; readonly user?: string } })[];
  readonly clusters?: readonly (Named & { readonly cluster?: Readonly<Record<string, string>> })[];
  readonly users?: readonly (Named & { readonly user?: Readonly<Record<string, string>> })[];
}

/**
 * Reads the connection of a context.
 * @param context @default the current one
 * @throws KubeconfigError for a context that is not there or not complete; what reading the files throws
 */
export async function loadKubeconfig(
  path: string,
  { context }: { readonly context?: string } = {},
): Promise<Connection> {
  // A kubeconfig is taken at its word; what is missing shows below.
  const config = (await parseText(await readFile(path, 'utf8'))) as Kubeconfig | null;
  const wanted = context ?? config?.['current-context'] ?? '';
  const found = config?.contexts?.find(({ name }) => name === wanted)?.context;
  if (found === undefined) throw new KubeconfigError(`Cannot use ${path}: it has no context "${wanted}"`);
  const cluster = config?.clusters?.find(({ name }) => name === found.cluster)?.cluster;
  const user = config?.users?.find(({ name }) => name === found.user)?.user ?? {};
  const server = cluster?.['server'];
  if (cluster === undefined || server === undefined) {
    throw new KubeconfigError(`Cannot use ${path}: the cluster of context "${wanted}" has no server`);
  }
  const [ca, cert, key] = await Promise.all([
    material(path, cluster, 'certificate-authority'),
    material(path, user, 'client-certificate'),
    material(path, user, 'client-key'),
  ]);
  const token = user['tokenFile'] === undefined ? user['token'] : await readBeside(path, user['tokenFile']);
  return {
    server: server.replace(/\/+$/, ''),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(token === undefined ? {} : { token: token.trim() }),
    renew: () => loadKubeconfig(path, { context: wanted }),
  };
}

/** The kubeconfigs of a cluster's parts are JSON, which is YAML as well: they need not load the parser that people need. */
async function parseText(text: string): Promise<unknown> {
  if (text.trimStart().startsWith('{')) return JSON.parse(text) as unknown;
  const { parse } = await import('yaml');
  return parse(text) as unknown;
}

/** What stands in `<name>-data` as base64, or in the file that `<name>` names. */
async function material(
  path: string,
  section: Readonly<Record<string, string>>,
  name: string,
): Promise<string | undefined> {
  const data = section[`${name}-data`];
  if (data !== undefined) return Buffer.from(data, 'base64').toString();
  const file = section[name];
  return file === undefined ? undefined : readBeside(path, file);
}

/** Relative paths are relative to the kubeconfig. */
const readBeside = (path: string, file: string): Promise<string> => readFile(resolve(dirname(path), file), 'utf8');
