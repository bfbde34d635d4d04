/**
 * The `/etc/resolv.conf` of a pod in the node's network. For others the engine writes it; these would share the file of
 * the machine, whatever they ask for. Pure.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Pod } from '@wherry/api/core-v1';
import type { SandboxSpec } from '../runtime/runtime.ts';
import type { NodeFacts } from './pod-context.ts';
import { podDns } from './pod-dns.ts';

type Dns = SandboxSpec['dns'];

/** Undefined when the node's file is what the pod wants. @param nodeFile its text */
export function resolvConf(
  pod: Readonly<Pod>,
  { nodeFile, ...facts }: Pick<NodeFacts, 'dnsServers' | 'clusterDomain'> & { readonly nodeFile: string },
): string | undefined {
  if (pod.spec.hostNetwork !== true) return undefined;
  const node = readResolvConf(nodeFile);
  const wanted = podDns(pod, facts, node);
  return isDeepStrictEqual(wanted, node) ? undefined : writeResolvConf(wanted);
}

function readResolvConf(text: string): Dns {
  const lines = text.split('\n').map((line) => line.trim().split(/\s+/));
  const valuesOf = (keyword: string): string[][] =>
    lines.filter(([word]) => word === keyword).map(([, ...values]) => values);
  return {
    servers: valuesOf('nameserver').flatMap(([server]) => server ?? []),
    // Of several lines the last one counts.
    searches: valuesOf('search').at(-1) ?? [],
    options: valuesOf('options').flat(),
  };
}

function writeResolvConf({ servers, searches, options }: Dns): string {
  const lines = [
    ...(searches.length === 0 ? [] : [`search ${searches.join(' ')}`]),
    ...servers.map((server) => `nameserver ${server}`),
    ...(options.length === 0 ? [] : [`options ${options.join(' ')}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
