// A bare client of the API with what a kubeconfig says: one connection a request, nothing tried again. For tests in
// which the API is often not there.

import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { parse } from 'yaml';

export interface ApiObject {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly generation?: number;
    readonly deletionTimestamp?: string;
  };
  readonly spec: { readonly nodeName?: string; readonly replicas?: number };
  readonly status: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
    readonly containerStatuses?: readonly { readonly restartCount: number; readonly ready: boolean }[];
  };
}

export interface ApiClient {
  /** @throws {Error} when there is no answer, or another than 2xx */
  send(method: string, path: string, body?: object): Promise<unknown>;
  list(path: string): Promise<readonly ApiObject[]>;
}

interface Kubeconfig {
  readonly clusters: readonly [{ readonly cluster: Readonly<Record<string, string>> }];
  readonly users: readonly [{ readonly user: Readonly<Record<string, string>> }];
}

const PATIENCE_MS = 5_000;

export async function apiClient(kubeconfig: string): Promise<ApiClient> {
  // kubectl has written it.
  const { clusters, users } = parse(await readFile(kubeconfig, 'utf8')) as Kubeconfig;
  const bytes = (text = ''): Buffer => Buffer.from(text, 'base64');
  const { server = '', 'certificate-authority-data': ca } = clusters[0].cluster;
  const { 'client-certificate-data': cert, 'client-key-data': key } = users[0].user;
  const credentials = { ca: bytes(ca), cert: bytes(cert), key: bytes(key) };
  const send: ApiClient['send'] = (method, path, body) => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const options = { ...credentials, method, agent: false, headers: { 'content-type': type } };
    const sent = request(new URL(path, server), options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status < 200 || status > 299) reject(new Error(`${method} ${path}: ${status} ${text}`));
        else resolve(JSON.parse(text));
      });
    });
    sent.setTimeout(PATIENCE_MS, () => sent.destroy(new Error(`${method} ${path}: no answer in time`)));
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  };
  return {
    send,
    // What the API answers to a list has this shape.
    list: async (path) => ((await send('GET', path)) as { readonly items: readonly ApiObject[] }).items,
  };
}
