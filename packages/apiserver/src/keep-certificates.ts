/** Looks after the certificates of a running server: what comes near its end is issued anew, without a restart. */
import { releasing, type Clock, type Log, type Running } from '@wherry/component';
import type { ClusterPki } from './pki/cluster-pki.ts';

export interface KeepCertificatesOptions {
  /** Loads the keys and certificates, re-issuing what is due. */
  readonly load: () => Promise<ClusterPki>;
  /** Takes the new ones into use. */
  readonly use: (pki: ClusterPki) => Promise<void> | void;
  readonly clock: Clock;
  readonly log: Log;
}

const DAY_MS = 24 * 3600 * 1000;

export function keepCertificates({ load, use, clock, log }: KeepCertificatesOptions): Running {
  const look = async (): Promise<void> => {
    try {
      const pki = await load();
      for (const change of pki.changes) log.info('changed a key or certificate', { change });
      if (pki.changes.length > 0) await use(pki);
    } catch (error) {
      log.error('could not look after the certificates, will try again tomorrow', error);
    }
  };
  const timer = clock.every(DAY_MS, () => void look());
  return releasing(() => timer.cancel());
}
