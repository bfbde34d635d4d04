/** Keeps the Service of the cluster's DNS and the class of Ingresses: whoever deletes them gets them back. */
import { isAlreadyExists, isNotFound } from '@wherry/api';
import { Services } from '@wherry/api/core-v1';
import { IngressClasses } from '@wherry/api/networking-v1';
import { keysFrom, type Client, type Controller, type Informer, type Source } from '@wherry/client';
import type { KubeObject } from '@wherry/api/resources';
import { controlLoop, type ControllerContext } from '../context.ts';
import { dnsService, ingressClass, planDnsService } from '../plans/addons.ts';

const NAME = 'addons-controller';

export const addonsEntry = controlLoop(NAME, addonsController);

async function addonsController({ client, informers, flags }: ControllerContext): Promise<Controller> {
  const services = await informers.get(Services);
  const classes = await informers.get(IngressClasses);
  const clusterIp = flags['cluster-dns'];
  const addons: Readonly<Record<string, () => Promise<void>>> = {
    async dns() {
      if (clusterIp === '') return;
      const { namespace, name } = dnsService(clusterIp).metadata;
      await keepDns(client, services.get(`${namespace}/${name}`), clusterIp);
    },
    async ingressClass() {
      const { name } = ingressClass.metadata;
      // One that is there may have been changed with good reason: another class may be the default.
      if (classes.get(name) === undefined) await unlessThere(client.create(IngressClasses, ingressClass));
    },
  };
  return {
    name: NAME,
    workers: 1,
    sources: [
      onceAndWhen('dns', services, dnsService(clusterIp).metadata),
      onceAndWhen('ingressClass', classes, ingressClass.metadata),
    ],
    reconcile: async (key) => addons[key]?.(),
  };
}

/** The key at the start, and whenever the object of this name changes. */
function onceAndWhen<T extends KubeObject>(
  key: string,
  informer: Informer<T>,
  wanted: { readonly namespace?: string; readonly name: string },
): Source {
  return (enqueue) => {
    enqueue(key);
    return keysFrom(informer, ({ object, old }) => {
      const { name, namespace } = (object ?? old)?.metadata ?? {};
      return name === wanted.name && namespace === wanted.namespace ? [key] : [];
    })(enqueue);
  };
}

async function keepDns(client: Client, found: Parameters<typeof planDnsService>[0], clusterIp: string): Promise<void> {
  const plan = planDnsService(found, clusterIp);
  if (plan.type === 'nothing') return;
  if (plan.type === 'update') {
    await client.update(Services, plan.service);
    return;
  }
  const service = dnsService(clusterIp);
  if (plan.type === 'replace') {
    const { uid = '' } = found?.metadata ?? {};
    await unlessGone(client.delete(Services, service.metadata, { preconditions: { uid } }));
  }
  await unlessThere(client.create(Services, service));
}

/** Somebody was faster, and the informer will tell. */
const unlessThere = (work: Promise<unknown>) => unless(isAlreadyExists, work);
const unlessGone = (work: Promise<unknown>) => unless(isNotFound, work);

async function unless(isFine: (error: unknown) => boolean, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isFine(error)) throw error;
  }
}
