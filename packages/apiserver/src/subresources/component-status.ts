/**
 * ComponentStatuses: deprecated, and still what some people look at first. Only the store is spoken of, because only of
 * it does this server know; schedulers and controllers show by their Leases that they live.
 */
import { StatusError } from '@wherry/api';
import type { ComponentStatus } from '@wherry/api/core-v1';
import type { Api } from '../handlers/api.ts';
import { listSender } from '../handlers/list.ts';
import type { VerbHandler } from '../handlers/scope.ts';
import { sendObject } from '../handlers/send-object.ts';
import { Entry } from '../storage/cache/entry.ts';
import { MemoBudget } from '../storage/cache/memo-budget.ts';

const STORE = 'etcd-0';

export const listComponentStatuses = (api: Api): VerbHandler => {
  const sendList = listSender(api);
  return async (scope) => {
    const text = JSON.stringify(await storeStatus(api));
    const entry = new Entry({ key: STORE, revision: 0, text, parsed: new MemoBudget(0) });
    sendList(scope, { entries: [entry], revision: 0, remaining: 0 });
  };
};

export const getComponentStatus =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { name } = scope.info;
    if (name !== STORE) throw new StatusError({ code: 500, reason: '', message: `Component not found: ${name}` });
    const object = await storeStatus(api);
    sendObject(api, scope, { shown: { object, text: JSON.stringify(object) } });
  };

/** Asks the store for something that it can only say while it works. */
async function storeStatus({ registry: { storage } }: Pick<Api, 'registry'>): Promise<ComponentStatus> {
  const health = await storage.currentRevision().then(
    () => ({ status: 'True', message: 'ok' }),
    (error: unknown) => ({ status: 'False', error: error instanceof Error ? error.message : String(error) }),
  );
  return {
    kind: 'ComponentStatus',
    apiVersion: 'v1',
    metadata: { name: STORE },
    conditions: [{ type: 'Healthy', ...health }],
  };
}
