// Writes against raw transactions of npm etcd3 that store the same bytes, on an etcd of their own: on the apiserver's
// it would have to take notice of them.

import { startEtcd } from '@wherry/apiserver/testing';
import { Etcd3 } from 'etcd3';
import type { BenchmarkContext } from '../benchmark.ts';
import type { RequestTemplate } from '../load/request-template.ts';
import { numberText } from '../load/request-template.ts';
import type { Result, Target } from '../result.ts';
import { compare } from './compare.ts';
import { configMaps, createTemplate, objectCount } from './objects.ts';
import { inFlight } from './setting.ts';
import type { Setting } from './setting.ts';

/** Creates; the limit creates keys that must not exist. */
export function create(setting: Setting, context: BenchmarkContext): Promise<readonly Result[]> {
  let measurement = 0;
  return compareWrite(setting, context, {
    name: 'create',
    limit: 'rawCreates',
    template: () => createTemplate(configMaps('default'), `created-${(measurement += 1)}-`),
    target: { atLeast: 0.6 },
  });
}

/** Merge patches of any of 20,000 objects; the limit replaces values that nobody else may have changed meanwhile. */
export function mergePatch(setting: Setting, context: BenchmarkContext): Promise<readonly Result[]> {
  let measurement = 0;
  return compareWrite(setting, context, {
    name: 'merge-patch',
    limit: 'rawReplacements',
    template: () => ({
      method: 'PATCH',
      path: `${configMaps('default')}/object-{n}`,
      headers: { 'Content-Type': 'application/merge-patch+json' },
      body: JSON.stringify({ data: { changed: `${(measurement += 1)}-{i}` } }),
      randomBelow: objectCount,
    }),
  });
}

interface Write {
  readonly name: string;
  readonly limit: 'rawCreates' | 'rawReplacements';
  /** Makes the template of the next measurement. */
  readonly template: () => RequestTemplate;
  readonly target?: Target;
}

async function compareWrite(
  setting: Setting,
  context: BenchmarkContext,
  { name, limit, template, target }: Write,
): Promise<readonly Result[]> {
  const { cluster, load } = setting;
  const value = await storedText(cluster.etcdUrl);
  const etcd = await startEtcd();
  const { roundMs: durationMs } = context;
  let measurement = 0;
  try {
    return await compare(setting, context, {
      name,
      limitName: 'raw etcd3',
      unit: 'transactions/s',
      ours: () => ({ ...cluster.admin, template: template(), connections: inFlight, durationMs }),
      limit: () => {
        const prefix = `/registry/core/configmaps/default/${limit}-${(measurement += 1)}-`;
        return load.run(limit, { etcdUrl: etcd.url, inFlight, durationMs, value, prefix });
      },
      ...(target === undefined ? {} : { target }),
    });
  } finally {
    await etcd.stop();
  }
}

/** One of the objects as the apiserver has stored it. */
async function storedText(etcdUrl: string): Promise<string> {
  const client = new Etcd3({ hosts: etcdUrl });
  try {
    const key = `/registry/core/configmaps/default/object-${numberText(objectCount / 2)}`;
    const text = await client.get(key).string();
    if (text === null) throw new Error(`Nothing is stored under ${key}`);
    return text;
  } finally {
    client.close();
  }
}
