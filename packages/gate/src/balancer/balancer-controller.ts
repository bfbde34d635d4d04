/** Tells Services of type LoadBalancer where they can be reached, and lets them go when their ports are closed. */
import { isNotFound } from '@wherry/api';
import { Services, type LoadBalancerIngress, type Service } from '@wherry/api/core-v1';
import {
  changesOf,
  placeOfKey,
  type Client,
  type Controller,
  type EventRecorder,
  type Informer,
  type Source,
} from '@wherry/client';
import { FINALIZER, planBalancer, type BalancerInput, type BalancerPlan } from './plan-balancer.ts';

export interface BalancerOptions {
  readonly client: Pick<Client, 'patch'>;
  readonly services: Informer<Service>;
  readonly events: EventRecorder;
  /** What is known of the ports of a Service. */
  readonly ports: (service: string) => Pick<BalancerInput, 'stateOf' | 'isOpen'>;
  /** The keys of Services of whose ports something has become known. */
  readonly told: Source;
}

export function balancerController({ client, services, events, ports, told }: BalancerOptions): Controller {
  return {
    name: 'load-balancer',
    sources: [changesOf(services), told],
    async reconcile(key) {
      const service = services.get(key);
      if (service === undefined) return;
      const plan = planBalancer({ service, ...ports(key) });
      try {
        await carryOut(plan, { key, service, client });
      } catch (error) {
        if (isNotFound(error)) return;
        throw error;
      }
      const text = TEXTS[plan.type];
      if (text !== undefined) events.record(service, { type: 'Normal', ...text });
    },
  };
}

const TEXTS: Partial<Record<BalancerPlan['type'], { readonly reason: string; readonly message: string }>> = {
  keep: { reason: 'EnsuringLoadBalancer', message: 'Ensuring load balancer' },
  tell: { reason: 'EnsuredLoadBalancer', message: 'Ensured load balancer' },
  release: { reason: 'DeletedLoadBalancer', message: 'Deleted load balancer' },
};

interface Carrying {
  readonly key: string;
  readonly service: Readonly<Service>;
  readonly client: Pick<Client, 'patch'>;
}

async function carryOut(plan: BalancerPlan, { key, service, client }: Carrying): Promise<void> {
  const { resourceVersion, finalizers = [] } = service.metadata;
  const patch = (body: object) =>
    client.patch(Services, { ...placeOfKey(key), subresource: 'status' }, { type: 'merge', body });
  const tell = (ingress: readonly LoadBalancerIngress[]) =>
    patch({ status: { loadBalancer: { ingress: ingress.length === 0 ? null : ingress } } });
  // With the version that the list was read from: others keep finalizers there, too.
  const keepBy = (names: readonly string[]) => patch({ metadata: { resourceVersion, finalizers: names } });
  switch (plan.type) {
    case 'nothing':
      return;
    case 'keep':
      await keepBy([...finalizers, FINALIZER]);
      return;
    case 'tell':
      await tell(plan.ingress);
      return;
    case 'release':
      await keepBy(finalizers.filter((name) => name !== FINALIZER));
      return;
  }
}
