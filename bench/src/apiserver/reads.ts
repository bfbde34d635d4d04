// Reads against a bare HTTPS server that answers the same bytes.

import type { BenchmarkContext } from '../benchmark.ts';
import { startBareServer } from '../limits/start-bare-server.ts';
import type { RequestTemplate } from '../load/request-template.ts';
import { numberText } from '../load/request-template.ts';
import type { Result, Target } from '../result.ts';
import { apiRequest } from './api-request.ts';
import { compare } from './compare.ts';
import { configMaps, objectCount } from './objects.ts';
import { inFlight } from './setting.ts';
import type { Setting } from './setting.ts';

const objects = configMaps('default');

/** One of 20,000 objects, any of them. */
export function get(setting: Setting, context: BenchmarkContext): Promise<readonly Result[]> {
  return compareRead(setting, context, {
    name: 'get',
    sample: `${objects}/object-${numberText(objectCount / 2)}`,
    template: { method: 'GET', path: `${objects}/object-{n}`, randomBelow: objectCount },
    as: 'admin',
    target: { atLeast: 0.5 },
  });
}

/** The same by a user whom RBAC has to allow it. */
export function getAsUser(setting: Setting, context: BenchmarkContext): Promise<readonly Result[]> {
  return compareRead(setting, context, {
    name: 'get by a user of RBAC',
    sample: `${objects}/object-${numberText(objectCount / 2)}`,
    template: { method: 'GET', path: `${objects}/object-{n}`, randomBelow: objectCount },
    as: 'user',
  });
}

/** The first 500 of 20,000 objects. */
export function list(setting: Setting, context: BenchmarkContext): Promise<readonly Result[]> {
  const path = `${objects}?limit=500`;
  return compareRead(setting, context, {
    name: 'list 500 of 20k',
    sample: path,
    template: { method: 'GET', path },
    as: 'admin',
    target: { atLeast: 0.5 },
  });
}

interface Read {
  readonly name: string;
  /** The path whose answer the bare server gives to everyone. */
  readonly sample: string;
  readonly template: RequestTemplate;
  readonly as: 'admin' | 'user';
  readonly target?: Target;
}

async function compareRead(
  setting: Setting,
  context: BenchmarkContext,
  { name, sample, template, as, target }: Read,
): Promise<readonly Result[]> {
  const { cluster, load } = setting;
  const body = await apiRequest(cluster.admin, { method: 'GET', path: sample });
  const bare = await startBareServer({ pki: cluster.pki, body });
  const job = { template, connections: inFlight, durationMs: context.roundMs };
  try {
    return await compare(setting, context, {
      name,
      limitName: 'bare https',
      unit: 'requests/s',
      ours: () => ({ ...cluster[as], ...job }),
      limit: async () => (await load.run('https', { ...cluster[as], ...job, port: bare.port })).perSecond,
      ...(target === undefined ? {} : { target }),
    });
  } finally {
    await bare.stop();
  }
}
