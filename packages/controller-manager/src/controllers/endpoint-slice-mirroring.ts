/** Mirrors Endpoints that somebody has made by hand into EndpointSlices. */
import { EndpointsResource, Services } from '@wherry/api/core-v1';
import { EndpointSlices, type EndpointSlice } from '@wherry/api/discovery-v1';
import { changesOf, keysFrom, placeOfKey, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { hasSelector } from '../endpoints/services-of-pods.ts';
import { writeSlices } from '../endpoints/write-slices.ts';
import { OwnWrites } from '../own-writes.ts';
import { controllerRef } from '../ownership/controller-ref.ts';
import { isMirrored, MIRROR_MANAGER, planMirror } from '../plans/endpoints/mirrored-slices.ts';
import { MANAGED_BY_LABEL, SERVICE_NAME_LABEL } from '../plans/endpoints/service-slices.ts';

const NAME = 'endpointslice-mirroring-controller';

export const endpointSliceMirroringEntry = controlLoop(NAME, endpointSliceMirroringController);

async function endpointSliceMirroringController({ client, informers, clock }: ControllerContext): Promise<Controller> {
  const [services, endpoints, slices] = await Promise.all([
    informers.get(Services),
    informers.get(EndpointsResource),
    informers.get(EndpointSlices),
  ]);
  const writes = new OwnWrites({ picture: slices, clock });
  return {
    name: NAME,
    workers: 5,
    sources: [
      changesOf(services),
      changesOf(endpoints),
      keysFrom(slices, ({ object, old }) => [object, old].flatMap(mirroredKey)),
    ],
    async reconcile(key) {
      if (!writes.areSeen(key)) return;
      const { namespace = '', name } = placeOfKey(key);
      const found = endpoints.get(key);
      const service = services.get(key);
      const mine = slices.by('namespace', namespace).filter((slice) => mirroredKey(slice).includes(key));
      const isWanted = service !== undefined && !hasSelector(service) && found !== undefined && isMirrored(found);
      const plan = isWanted ? planMirror(found, mine) : { create: [], update: [], delete: mine, labels: {} };
      // Without Endpoints there is nothing to create, so nothing that needs an owner.
      const owner = controllerRef(found ?? { metadata: {} }, EndpointsResource);
      await writeSlices({ client, plan, owner, namespace, name, wrote: (slice) => writes.wrote(key, slice) });
    },
  };
}

/** The key of what a slice mirrors, if it mirrors anything. */
function mirroredKey(slice: Readonly<EndpointSlice> | undefined): string[] {
  const { labels = {}, namespace = '' } = slice?.metadata ?? {};
  const name = labels[SERVICE_NAME_LABEL];
  return labels[MANAGED_BY_LABEL] === MIRROR_MANAGER && name !== undefined ? [`${namespace}/${name}`] : [];
}
