/** Measures all pods of the node. The cgroups say which there are; the engine is asked about those that are new. */
import type { PodSample } from './sample.ts';
import { PodMeter, type MeterOptions } from './pod-meter.ts';

export interface PodsMeter {
  read(): Promise<PodSample[]>;
  close(): void;
}

export function podsMeter(options: MeterOptions): PodsMeter {
  const meters = new Map<string, PodMeter>();
  /** Pods of other nodes on the same engine. */
  const foreign = new Set<string>();
  const meet = async (uid: string, path: string): Promise<void> => {
    const record = await options.runtime.pod(uid);
    if (record === undefined) foreign.add(uid);
    else meters.set(uid, new PodMeter(options, { path, record }));
  };
  const forget = (uid: string): void => {
    meters.get(uid)?.close();
    meters.delete(uid);
  };
  return {
    async read() {
      const present = options.tree.pods();
      for (const uid of meters.keys()) if (!present.has(uid)) forget(uid);
      for (const uid of foreign) if (!present.has(uid)) foreign.delete(uid);
      for (const [uid, path] of present) if (!meters.has(uid) && !foreign.has(uid)) await meet(uid, path);
      const samples: PodSample[] = [];
      for (const [uid, meter] of meters) {
        const sample = await meter.read();
        if (sample === undefined) forget(uid);
        else samples.push(sample);
      }
      return samples;
    },
    close() {
      for (const uid of meters.keys()) forget(uid);
    },
  };
}
