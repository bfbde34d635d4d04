// The apiserver against the limits that it cannot pass, and how much memory it takes.

import type { Benchmark, BenchmarkContext } from '../benchmark.ts';
import { figure } from '../result.ts';
import type { Result } from '../result.ts';
import { fanOut } from './fan-out.ts';
import { get, getAsUser, list } from './reads.ts';
import { startSetting } from './setting.ts';
import type { Setting } from './setting.ts';
import { create, mergePatch } from './writes.ts';

type Part = (setting: Setting, context: BenchmarkContext) => Promise<readonly Result[]> | readonly Result[];

/** In this order: what adds objects comes last. */
const parts: Readonly<Record<string, Part>> = {
  memory,
  get,
  'get-as-user': getAsUser,
  list,
  watch: fanOut,
  'merge-patch': mergePatch,
  create,
};

export const apiserver: Benchmark = {
  name: 'apiserver',
  summary: 'requests, watches and memory of the apiserver, against etcd and a bare HTTPS server',
  parts: Object.keys(parts),
  pace: { rounds: 5, seconds: 3 },
  async run(context): Promise<readonly Result[]> {
    const setting = await startSetting(context);
    try {
      const results: Result[] = [];
      for (const [name, part] of Object.entries(parts)) {
        if (context.part !== undefined && context.part !== name) continue;
        results.push(...(await part(setting, context)));
      }
      return results;
    } finally {
      await setting.stop();
    }
  },
};

function memory({ empty, filled }: Setting): readonly Result[] {
  if (empty === undefined || filled === undefined) return [];
  return [
    figure([empty.rss], { name: 'resident memory, empty', unit: 'MB', target: { atMost: 150 } }),
    figure([empty.pss], { name: 'proportional memory, empty', unit: 'MB' }),
    figure([filled.rss], { name: 'resident memory, 20k ConfigMaps', unit: 'MB', target: { atMost: 300 } }),
    figure([filled.pss], { name: 'proportional memory, 20k ConfigMaps', unit: 'MB' }),
  ];
}
