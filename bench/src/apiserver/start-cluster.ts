// What is measured: an etcd and an apiserver on it, started as users start it, with two users.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { loadClusterPki } from '@wherry/apiserver';
import type { ClusterPki } from '@wherry/apiserver';
import { issueClientCertificate } from '@wherry/pki';
import { startEtcd } from '@wherry/apiserver/testing';
import { starting, systemClock } from '@wherry/component';
import type { Running } from '@wherry/component';
import type { HttpsTarget } from '../load/https-socket.ts';
import { startProgram } from '../start-program.ts';

export interface MeasuredCluster extends Running {
  /** The process id of the apiserver. */
  readonly pid: number;
  /** The administrator's: a file. */
  readonly kubeconfig: string;
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
    const { pid, line } = own(
      await startProgram('apiserver', {
        root,
        args: [`--etcd-servers=${etcd.url}`, '--secure-port=0', `--data-dir=${dataDir}`],
        ready: /ready at /,
      }),
    );
    const port = Number(/ready at https:\S+:(\d+),/.exec(line)?.[1]);
    if (!Number.isInteger(port)) throw new Error(`Cannot find the port in what the apiserver printed: ${line}`);
    const pki = await loadClusterPki({ dataDir, hosts: ['127.0.0.1'], clock: systemClock });
    const target = { port, ca: pki.authority.certificate };
    const user = issueClientCertificate({ authority: pki.authority, user: userName, now: new Date() });
    return {
      pid,
      kubeconfig: join(dataDir, 'admin.kubeconfig'),
      pki,
      etcdUrl: etcd.url,
      admin: { ...target, client: pki.admin },
      user: { ...target, client: user },
    };
  });
}
