/** Keeps the EndpointSlices of Services that have a selector. Those that others have made are left alone. */
import { isNotFound } from '@wherry/api';
import { Nodes, Pods, Services, type Service } from '@wherry/api/core-v1';
import { EndpointSlices, type EndpointSlice } from '@wherry/api/discovery-v1';
import { changesOf, keysFrom, placeOfKey, type Controller } from '@wherry/client';
import { describeError } from '@wherry/component';
import { controlLoop, type ControllerContext } from '../context.ts';
import { hasSelector, podsBehind, servicesOfNode, servicesOfPod } from '../endpoints/services-of-pods.ts';
import { writeSlices } from '../endpoints/write-slices.ts';
import { OwnWrites } from '../own-writes.ts';
import { controllerRef } from '../ownership/controller-ref.ts';
import {
  MANAGED_BY_LABEL,
  planServiceSlices,
  SERVICE_NAME_LABEL,
  SLICE_MANAGER,
} from '../plans/endpoints/service-slices.ts';

const NAME = 'endpointslice-controller';

export const endpointSliceEntry = controlLoop(NAME, endpointSliceController);

async function endpointSliceController({ client, informers, clock, events }: ControllerContext): Promise<Controller> {
  const [services, pods, nodes, slices] = await Promise.all([
    informers.get(Services),
    informers.get(Pods),
    informers.get(Nodes),
    informers.get(EndpointSlices),
  ]);
  const writes = new OwnWrites({ picture: slices, clock });
  const slicesOf = ({ metadata }: Readonly<Service>) =>
    slices
      .by('namespace', metadata.namespace ?? '')
      .filter((slice) => isOurs(slice) && slice.metadata.labels?.[SERVICE_NAME_LABEL] === metadata.name);
  return {
    name: NAME,
    workers: 5,
    sources: [
      changesOf(services),
      keysFrom(pods, servicesOfPod(services)),
      keysFrom(nodes, servicesOfNode(services, pods)),
      keysFrom(slices, ({ object, old }) => [object, old].flatMap(serviceKey)),
    ],
    async reconcile(key) {
      const service = services.get(key);
      // What a deleted Service leaves behind is its garbage.
      if (service === undefined || service.metadata.deletionTimestamp !== undefined || !hasSelector(service)) return;
      if (!writes.areSeen(key)) return;
      const plan = planServiceSlices({
        service,
        pods: podsBehind(service, pods),
        nodeOf: (name) => nodes.get(name),
        slices: slicesOf(service),
      });
      const owner = controllerRef(service, Services);
      try {
        await writeSlices({ client, plan, owner, ...placeOfKey(key), wrote: (slice) => writes.wrote(key, slice) });
      } catch (error) {
        if (!isNotFound(error)) {
          const message = `Error updating Endpoint Slices for Service ${key}: ${describeError(error)}`;
          events(NAME).record(service, { type: 'Warning', reason: 'FailedToUpdateEndpointSlices', message });
        }
        throw error;
      }
      if (plan.problems.length > 0) throw new Error(plan.problems.join(', '));
    },
  };
}

function isOurs({ metadata }: Readonly<EndpointSlice>): boolean {
  return metadata.labels?.[MANAGED_BY_LABEL] === SLICE_MANAGER;
}

function serviceKey(slice: Readonly<EndpointSlice> | undefined): string[] {
  const name = slice?.metadata.labels?.[SERVICE_NAME_LABEL];
  if (slice === undefined || name === undefined || !isOurs(slice)) return [];
  return [`${slice.metadata.namespace ?? ''}/${name}`];
}
