/** Deletes bootstrap tokens whose time is over. */
import { isNotFound } from '@wherry/api';
import { Secrets, type Secret } from '@wherry/api/core-v1';
import { changesOf, placeOfKey, startController, startInformer, type Controller, type Informer } from '@wherry/client';
import { starting } from '@wherry/component';
import type { ControllerContext, ControllerEntry } from '../context.ts';

const NAME = 'token-cleaner-controller';
/** Not all Secrets of the cluster: these alone. */
const TOKENS = { namespace: 'kube-system', fieldSelector: 'type=bootstrap.kubernetes.io/token' };

export const tokenCleanerEntry: ControllerEntry = {
  name: NAME,
  start: (context) =>
    starting(async (own) => {
      const { client, clock, log } = context;
      const tokens = own(await startInformer({ client, clock, log, resource: Secrets, query: TOKENS }));
      own(await startController(tokenCleaner(context, tokens), context));
    }),
};

function tokenCleaner({ client, clock }: ControllerContext, tokens: Informer<Secret>): Controller {
  return {
    name: NAME,
    workers: 1,
    sources: [changesOf(tokens)],
    async reconcile(key) {
      const token = tokens.get(key);
      const end = token === undefined ? undefined : endOfToken(token);
      if (token === undefined || end === undefined) return;
      const left = end - clock.now().getTime();
      if (left > 0) return { again: left };
      const { uid = '' } = token.metadata;
      try {
        await client.delete(Secrets, placeOfKey(key), { preconditions: { uid } });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

/** In milliseconds since 1970; undefined for a token that does not end. An end that nobody can read is over. */
function endOfToken({ data = {} }: Readonly<Secret>): number | undefined {
  const text = Buffer.from(data['expiration'] ?? '', 'base64').toString();
  if (text === '') return undefined;
  const end = Date.parse(text);
  return Number.isNaN(end) ? 0 : end;
}
