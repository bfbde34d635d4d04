/**
 * How endpoints are put into slices: at most a hundred in one, and with as few writes as can be, since every write goes
 * to every node. Slices that change anyway are filled up; full ones are never moved about to save a slice.
 */
import type { Endpoint, EndpointPort, EndpointSlice } from '@wherry/api/discovery-v1';

export const MOST_ENDPOINTS = 100;

/** Endpoints of one address family that have the same ports. */
export interface EndpointGroup {
  readonly addressType: 'IPv4' | 'IPv6';
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** A slice that there should be: what makes it is the caller's. */
export interface SliceContent {
  readonly addressType: EndpointGroup['addressType'];
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface SlicePlan {
  readonly create: readonly SliceContent[];
  readonly update: readonly { readonly slice: Readonly<EndpointSlice>; readonly content: SliceContent }[];
  readonly delete: readonly Readonly<EndpointSlice>[];
}

export interface PackingOptions {
  /** Families in which there should be slices; an empty slice stands for no endpoints. */
  readonly families: readonly EndpointGroup['addressType'][];
  readonly groups: readonly EndpointGroup[];
  /** Those of the same owner and manager. */
  readonly slices: readonly Readonly<EndpointSlice>[];
  /** Whether all but the content of a slice is as it should be. */
  readonly isLabelled: (slice: Readonly<EndpointSlice>) => boolean;
}

export function packSlices({ families, groups, slices, isLabelled }: PackingOptions): SlicePlan {
  const plans = families.map((family) => {
    const own = slices.filter(({ addressType }) => addressType === family);
    const wanted = groups.filter(({ addressType, endpoints }) => addressType === family && endpoints.length > 0);
    return packFamily({ family, groups: wanted, slices: own, isLabelled });
  });
  const foreign = slices.filter(({ addressType }) => !families.some((family) => family === addressType));
  return {
    create: plans.flatMap(({ create }) => create),
    update: plans.flatMap(({ update }) => update),
    delete: [...foreign, ...plans.flatMap((plan) => plan.delete)],
  };
}

interface FamilyOptions extends Omit<PackingOptions, 'families'> {
  readonly family: EndpointGroup['addressType'];
}

function packFamily({ family, groups, slices, isLabelled }: FamilyOptions): SlicePlan {
  const wanted = groups.length > 0 ? groups : [{ addressType: family, ports: [], endpoints: [] }];
  const byPorts = Map.groupBy(slices, ({ ports }) => portsKey(ports));
  const packed = wanted.map((group) => packGroup(group, byPorts.get(portsKey(group.ports)) ?? [], isLabelled));
  const keys = new Set(wanted.map(({ ports }) => portsKey(ports)));
  const unused = [
    ...slices.filter(({ ports }) => !keys.has(portsKey(ports))),
    ...packed.flatMap((plan) => plan.delete),
  ];
  // A slice that would go can as well become one that would come: watchers see one change instead of two.
  const create = packed.flatMap((plan) => plan.create);
  const reused = unused.splice(0, create.length).map((slice, index) => ({ slice, content: create[index] }));
  return {
    create: create.slice(reused.length),
    update: [
      ...packed.flatMap((plan) => plan.update),
      ...reused.flatMap(({ slice, content }) => (content === undefined ? [] : [{ slice, content }])),
    ],
    delete: unused,
  };
}

interface Filling {
  readonly slice: Readonly<EndpointSlice>;
  readonly endpoints: Endpoint[];
  isChanged: boolean;
}

function packGroup(
  { addressType, ports, endpoints }: EndpointGroup,
  slices: readonly Readonly<EndpointSlice>[],
  isLabelled: PackingOptions['isLabelled'],
): SlicePlan {
  const missing = new Map(endpoints.map((endpoint) => [identityOf(endpoint), endpoint]));
  const fillings: Filling[] = slices.map((slice) => keepWanted(slice, missing, isLabelled(slice)));
  const left = [...missing.values()];
  for (const filling of fillings.filter(({ isChanged, endpoints: kept }) => isChanged && kept.length > 0)) {
    filling.endpoints.push(...left.splice(0, MOST_ENDPOINTS - filling.endpoints.length));
  }
  // One slice that takes all the rest is better than a new one; the fullest that does.
  const roomy = fillings
    .filter(({ endpoints: kept }) => kept.length > 0 && kept.length + (left.length % MOST_ENDPOINTS) <= MOST_ENDPOINTS)
    .toSorted((a, b) => b.endpoints.length - a.endpoints.length)[0];
  if (roomy !== undefined && left.length % MOST_ENDPOINTS > 0) {
    roomy.endpoints.push(...left.splice(0, left.length % MOST_ENDPOINTS));
    roomy.isChanged = true;
  }
  const contentOf = (some: readonly Endpoint[]): SliceContent => ({ addressType, ports, endpoints: some });
  const create: SliceContent[] = [];
  while (left.length > 0) create.push(contentOf(left.splice(0, MOST_ENDPOINTS)));
  const isPlaceholder = endpoints.length === 0;
  if (isPlaceholder && fillings.length === 0) create.push(contentOf([]));
  const kept = isPlaceholder ? fillings.slice(0, 1) : fillings.filter((filling) => filling.endpoints.length > 0);
  return {
    create,
    update: kept
      .filter(({ isChanged }) => isChanged)
      .map((filling) => ({ slice: filling.slice, content: contentOf(filling.endpoints) })),
    delete: fillings.filter((filling) => !kept.includes(filling)).map(({ slice }) => slice),
  };
}

/** What a slice has that is still wanted, in its present state. Takes it out of what is missing. */
function keepWanted(slice: Readonly<EndpointSlice>, missing: Map<string, Endpoint>, isLabelled: boolean): Filling {
  const filling: Filling = { slice, endpoints: [], isChanged: !isLabelled };
  for (const endpoint of slice.endpoints) {
    const id = identityOf(endpoint);
    const wanted = missing.get(id);
    missing.delete(id);
    if (wanted !== undefined) filling.endpoints.push(wanted);
    if (wanted === undefined || canonical(wanted) !== canonical(endpoint)) filling.isChanged = true;
  }
  return filling;
}

/** By what an endpoint stays the same one, however its state changes. */
function identityOf({ addresses, hostname = '', targetRef }: Readonly<Endpoint>): string {
  return JSON.stringify([addresses.toSorted(), hostname, targetRef?.namespace, targetRef?.name, targetRef?.uid]);
}

function portsKey(ports: readonly Readonly<EndpointPort>[]): string {
  const texts = ports.map(({ name = '', protocol = 'TCP', port, appProtocol }) =>
    JSON.stringify([name, protocol, port ?? null, appProtocol ?? null]),
  );
  return texts.toSorted().join();
}

/** The same text for endpoints that say the same. */
function canonical({ addresses, conditions, hostname, targetRef, nodeName, zone, hints }: Readonly<Endpoint>): string {
  const { ready, serving, terminating } = conditions ?? {};
  const zones = hints?.forZones?.map(({ name }) => name);
  const nodes = hints?.forNodes?.map(({ name }) => name);
  const { kind, namespace, name, uid } = targetRef ?? {};
  return JSON.stringify(
    [addresses, ready, serving, terminating, hostname, kind, namespace, name, uid, nodeName, zone, zones, nodes].map(
      (value) => value ?? null,
    ),
  );
}
