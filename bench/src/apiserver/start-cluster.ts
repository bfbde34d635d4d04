// What is measured: an etcd and an apiserver on it, started as users start it, with two users.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadClusterPki } from '@wherry/apiserver';
import type { ClusterPki } from '@wherry/apiserver';
import { issueClientCertificate } from '@wherry/pki';
import { startEtcd } from '@wherry/apiserver/testing';
import { starting, systemClock } from '@wherry/component';
import type { Running } from '@wherry/component';
import { programCommandLine } from '../../../setup/bundles/command-line.ts';
import type { HttpsTarget } from '../load/https-socket.ts';
import { endWithThis } from '../child-process.ts';

export interface MeasuredCluster extends Running {
  /** The process id of the apiserver. */
  readonly pid: number;
  readonly pki: ClusterPki;
  readonly etcdUrl: string;
  /** The apiserver, as the cluster's owner sees it. */
  readonly admin: HttpsTarget;
  /** The apiserver, as a user sees it whom only RBAC allows anything. */
  readonly user: HttpsTarget;
}

/** The name of the user whom RBAC has to allow what it does. */
export const userName = 'benchmark-user';

const root = dirname(dirname(dirname(import.meta.dirname)));

/** Starts it; resolves when it is ready. */
export function startCluster(): Promise<MeasuredCluster> {
  return starting<Omit<MeasuredCluster, keyof Running>>(async (own) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'wherry-bench-'));
    own(() => rm(dataDir, { recursive: true, force: true }));
    const etcd = own(await startEtcd());
    const { command, args } = await programCommandLine('apiserver', {
      root,
      args: [`--etcd-servers=${etcd.url}`, '--secure-port=0', `--data-dir=${dataDir}`],
    });
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const exit = once(child, 'exit');
    endWithThis(child);
    own(async () => {
      child.kill('SIGKILL');
      await exit;
    });
    let log = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (log = (log + text).slice(-4000)));
    const ended = exit.then(() => Promise.reject(new Error(`The apiserver ended before it was ready:\n${log}`)));
    const [line]: unknown[] = await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended]);
    const port = Number(/ready at https:\S+:(\d+),/.exec(String(line))?.[1]);
    if (!Number.isInteger(port)) throw new Error(`Cannot find the port in what the apiserver printed: ${String(line)}`);
    const pki = await loadClusterPki({ dataDir, hosts: ['127.0.0.1'], clock: systemClock });
    const target = { port, ca: pki.authority.certificate };
    const user = issueClientCertificate({ authority: pki.authority, user: userName, now: new Date() });
    return {
      pid: child.pid ?? -1,
      pki,
      etcdUrl: etcd.url,
      admin: { ...target, client: pki.admin },
      user: { ...target, client: user },
    };
  });
}
