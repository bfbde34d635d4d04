/** Keeps the Endpoints of Services that have a selector, for those who still read that old form. */
import { hasStatusCause, isAlreadyExists, isConflict, isNotFound } from '@wherry/api';
import { EndpointsResource, Pods, Services, type Endpoints } from '@wherry/api/core-v1';
import { changesOf, keyOf, keysFrom, placeOfKey, type Controller } from '@wherry/client';
import { describeError } from '@wherry/component';
import { controlLoop, type ControllerContext } from '../context.ts';
import { hasSelector, podsBehind, servicesOfPod } from '../endpoints/services-of-pods.ts';
import { areEqual } from '../plans/endpoints/service-slices.ts';
import {
  ENDPOINTS_MANAGED_BY_LABEL,
  ENDPOINTS_MANAGER,
  OVER_CAPACITY_ANNOTATION,
  planEndpoints,
  type EndpointsContent,
} from '../plans/endpoints/service-endpoints.ts';

const NAME = 'endpoints-controller';

export const endpointsEntry = controlLoop(NAME, endpointsController);

async function endpointsController({ client, informers, events }: ControllerContext): Promise<Controller> {
  const [services, pods, endpoints] = await Promise.all([
    informers.get(Services),
    informers.get(Pods),
    informers.get(EndpointsResource),
  ]);
  const write = async (key: string, content: EndpointsContent): Promise<void> => {
    const found = endpoints.get(key);
    if (found === undefined) {
      const { labels, subsets } = content;
      await client.create<Endpoints>(EndpointsResource, {
        metadata: { ...placeOfKey(key), labels, annotations: annotationsFor({}, content) },
        subsets,
      });
    } else if (!isSame(found, content)) {
      const annotations = annotationsFor(found.metadata.annotations, content);
      const metadata = { ...found.metadata, labels: content.labels, annotations };
      await client.update(EndpointsResource, { ...found, metadata, subsets: content.subsets });
    }
  };
  /** Services that went: what has their name goes with them, whoever made it. */
  const gone = new Set<string>();
  const deletions = keysFrom(services, ({ object, old }) => {
    if (object === undefined && old !== undefined) gone.add(keyOf(old));
    return [];
  });
  return {
    name: NAME,
    workers: 5,
    sources: [deletions, changesOf(services), keysFrom(pods, servicesOfPod(services)), changesOf(endpoints)],
    async reconcile(key) {
      const service = services.get(key);
      if (service === undefined) {
        const found = endpoints.get(key);
        // Endpoints by hand may be there before their Service is.
        if (found !== undefined && (gone.has(key) || isOurs(found))) await remove(client, found);
        gone.delete(key);
        return;
      }
      gone.delete(key);
      if (!hasSelector(service) || service.spec.type === 'ExternalName') return;
      try {
        await write(key, planEndpoints(service, podsBehind(service, pods)));
      } catch (error) {
        // The picture was old: what is new in it brings the key back.
        if (isConflict(error) || isAlreadyExists(error)) throw error;
        if (hasStatusCause(error, 'NamespaceTerminating')) return;
        events(NAME).record(service, failure(key, { isNew: endpoints.get(key) === undefined, error }));
        throw error;
      }
    },
  };
}

function failure(key: string, { isNew, error }: { readonly isNew: boolean; readonly error: unknown }) {
  const [reason, what] = isNew
    ? (['FailedToCreateEndpoint', 'create endpoint'] as const)
    : (['FailedToUpdateEndpoint', 'update endpoint'] as const);
  return { type: 'Warning', reason, message: `Failed to ${what} for service ${key}: ${describeError(error)}` } as const;
}

async function remove(client: ControllerContext['client'], { metadata }: Readonly<Endpoints>): Promise<void> {
  const { namespace = '', name = '', uid = '' } = metadata;
  try {
    await client.delete(EndpointsResource, { namespace, name }, { preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

const isOurs = ({ metadata }: Readonly<Endpoints>): boolean =>
  metadata.labels?.[ENDPOINTS_MANAGED_BY_LABEL] === ENDPOINTS_MANAGER;

function annotationsFor(before: Readonly<Record<string, string>> = {}, { isTruncated }: EndpointsContent) {
  const { [OVER_CAPACITY_ANNOTATION]: _old, ...rest } = before;
  return isTruncated ? { ...rest, [OVER_CAPACITY_ANNOTATION]: 'truncated' } : rest;
}

function isSame({ metadata, subsets = [] }: Readonly<Endpoints>, content: EndpointsContent): boolean {
  const annotations = metadata.annotations ?? {};
  return (
    areEqual(metadata.labels ?? {}, content.labels) &&
    areEqual(annotations, annotationsFor(annotations, content)) &&
    JSON.stringify(normal(subsets)) === JSON.stringify(normal(content.subsets))
  );
}

/** In one order, of fields too. */
function normal(subsets: Endpoints['subsets'] = []): string[] {
  const address = ({ ip, hostname, nodeName, targetRef }: NonNullable<(typeof subsets)[number]['addresses']>[number]) =>
    JSON.stringify([ip, hostname ?? '', nodeName ?? '', targetRef?.kind, targetRef?.name, targetRef?.uid]);
  return subsets
    .map(({ addresses = [], notReadyAddresses = [], ports = [] }) => {
      const portTexts = ports.map(({ name = '', port, protocol = 'TCP', appProtocol = '' }) =>
        JSON.stringify([name, port, protocol, appProtocol]),
      );
      return JSON.stringify([
        addresses.map(address).toSorted(),
        notReadyAddresses.map(address).toSorted(),
        portTexts.toSorted(),
      ]);
    })
    .toSorted();
}
