/** Keeps the ConfigMap `kube-public/cluster-info`, signed with the bootstrap tokens, by which a joining node can trust it. */
import { isDeepStrictEqual } from 'node:util';
import { isAlreadyExists } from '@wherry/api';
import { ConfigMaps, Secrets } from '@wherry/api/core-v1';
import { keysFrom, startController, startInformer } from '@wherry/client';
import { releasing, starting } from '@wherry/component';
import type { ControllerEntry } from '../context.ts';
import { CLUSTER_INFO, clusterInfoData } from '../plans/cluster-info.ts';

const NAME = 'bootstrap-signer-controller';
const TOKENS = { namespace: 'kube-system', fieldSelector: 'type=bootstrap.kubernetes.io/token' };
const KEY = 'cluster-info';

export const bootstrapSignerEntry: ControllerEntry = {
  name: NAME,
  async start(context) {
    const { client, clock, log, place } = context;
    if (place === undefined) return releasing(() => undefined);
    return starting(async (own) => {
      const common = { client, clock, log };
      const tokens = own(await startInformer({ ...common, resource: Secrets, query: TOKENS }));
      const { namespace, name } = CLUSTER_INFO;
      const query = { namespace, fieldSelector: `metadata.name=${name}` };
      const infos = own(await startInformer({ ...common, resource: ConfigMaps, query }));
      const reconcile = async (): Promise<void> => {
        const found = infos.get(`${namespace}/${name}`);
        const data = clusterInfoData(place, { tokens: tokens.list(), now: clock.now(), ...foundOf(found?.data) });
        if (found !== undefined) {
          if (!isDeepStrictEqual({ ...found.data }, data)) await client.update(ConfigMaps, { ...found, data });
          return;
        }
        try {
          await client.create(ConfigMaps, { metadata: CLUSTER_INFO, data });
        } catch (error) {
          if (!isAlreadyExists(error)) throw error;
        }
      };
      const begin = (enqueue: (key: string) => void) => {
        enqueue(KEY);
        return () => undefined;
      };
      const sources = [begin, keysFrom(tokens, () => [KEY]), keysFrom(infos, () => [KEY])];
      own(await startController({ name: NAME, workers: 1, sources, reconcile }, context));
    });
  },
};

const foundOf = (data: Record<string, string> | undefined) => (data === undefined ? {} : { found: data });
