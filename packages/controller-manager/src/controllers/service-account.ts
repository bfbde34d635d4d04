/** Gives every namespace the account `default`, with which pods run that name no other. */
import { hasStatusCause, isAlreadyExists } from '@wherry/api';
import { Namespaces, ServiceAccounts } from '@wherry/api/core-v1';
import { changesOf, keysFrom, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';

const NAME = 'default';

export const serviceAccountEntry = controlLoop('serviceaccount-controller', serviceAccountController);

async function serviceAccountController({ client, informers }: ControllerContext): Promise<Controller> {
  const namespaces = await informers.get(Namespaces);
  const accounts = await informers.get(ServiceAccounts);
  return {
    name: 'serviceaccount-controller',
    sources: [
      changesOf(namespaces),
      keysFrom(accounts, ({ object, old }) =>
        object === undefined && old?.metadata.name === NAME ? [old.metadata.namespace ?? ''] : [],
      ),
    ],
    async reconcile(namespace) {
      if (namespaces.get(namespace)?.status.phase !== 'Active') return;
      if (accounts.get(`${namespace}/${NAME}`) !== undefined) return;
      try {
        await client.create(ServiceAccounts, { metadata: { namespace, name: NAME } });
      } catch (error) {
        if (!isAlreadyExists(error) && !hasStatusCause(error, 'NamespaceTerminating')) throw error;
      }
    },
  };
}
