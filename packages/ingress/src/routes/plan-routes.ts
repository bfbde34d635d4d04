/**
 * From the Ingresses of a cluster to its routes: pure. The same objects give the same plan, whatever the order they come
 * in; where two Ingresses claim the same, the older one has it and the other one's owner is told.
 */
import type { HTTPIngressPath, Ingress, IngressBackend } from '@wherry/api/networking-v1';
import { forcesHttps, unsupportedAnnotations } from './annotations.ts';
import { planCertificates, type CertificateLookup } from './plan-certificates.ts';
import type { Destination, Notice, PlannedPath, RoutePlan } from './route-plan.ts';
import { resolveBackend, type Resolved, type UpstreamLookup } from './upstreams.ts';

export interface RouteInput extends UpstreamLookup, CertificateLookup {
  /** Only those that are ours. */
  readonly ingresses: Iterable<Readonly<Ingress>>;
}

/** The routes. */
export function planRoutes(input: RouteInput): RoutePlan {
  const ingresses = [...input.ingresses].sort(byAge);
  const plan = new Planning(input);
  for (const ingress of ingresses) plan.add(ingress);
  const { certificates, notices } = planCertificates(ingresses, input);
  return {
    hosts: [...plan.hosts.values()].map(({ host, paths, fallback }) => ({
      host,
      paths: [...paths.values()],
      fallback,
    })),
    fallback: plan.fallback?.destination,
    certificates,
    notices: [...plan.notices, ...notices],
  };
}

/** The oldest first; of the same age, in the order of their names. */
function byAge(one: Readonly<Ingress>, other: Readonly<Ingress>): number {
  const [a = '', b = ''] = [one, other].map(ageOf);
  return a === b ? 0 : a < b ? -1 : 1;
}

/** Times of the API are of one length, so their texts are in the order of time. One that has none yet is the youngest. */
const ageOf = (ingress: Readonly<Ingress>): string => `${ingress.metadata.creationTimestamp ?? '9'} ${nameOf(ingress)}`;

const nameOf = ({ metadata }: Readonly<Ingress>): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;

interface HostBeingPlanned {
  readonly host: string;
  readonly paths: Map<string, PlannedPath>;
  fallback: Destination | undefined;
}

class Planning {
  readonly hosts = new Map<string, HostBeingPlanned>();
  readonly notices: Notice[] = [];
  fallback: { readonly destination: Destination; readonly owner: Readonly<Ingress> } | undefined;
  readonly #lookup: UpstreamLookup;
  /** So that all routes to one Service port share one upstream. */
  readonly #resolved = new Map<string, Resolved>();

  constructor(lookup: UpstreamLookup) {
    this.#lookup = lookup;
  }

  add(ingress: Readonly<Ingress>): void {
    const { defaultBackend, rules = [] } = ingress.spec;
    const unsupported = unsupportedAnnotations(ingress);
    if (unsupported.length > 0) {
      this.#tell(ingress, 'UnsupportedAnnotations', `These annotations have no effect: ${unsupported.join(', ')}`);
    }
    const fallback = defaultBackend === undefined ? undefined : this.#destination(ingress, defaultBackend);
    for (const { host: given = '', http } of rules ?? []) {
      const host = this.#host(given.toLowerCase());
      for (const path of http?.paths ?? []) this.#addPath(ingress, host, path);
      if (fallback !== undefined) host.fallback ??= fallback;
    }
    if (fallback !== undefined && (rules ?? []).length === 0) this.#addFallback(ingress, fallback);
  }

  #host(host: string): HostBeingPlanned {
    const known = this.hosts.get(host) ?? { host, paths: new Map(), fallback: undefined };
    this.hosts.set(host, known);
    return known;
  }

  #addPath(
    ingress: Readonly<Ingress>,
    host: HostBeingPlanned,
    { path = '', pathType, backend }: HTTPIngressPath,
  ): void {
    const kind = pathType === 'Exact' ? 'exact' : 'prefix';
    const normal = kind === 'exact' ? path : withoutSlashAtEnd(path);
    const key = `${kind} ${normal}`;
    const before = host.paths.get(key)?.destination;
    if (before !== undefined) {
      const where = `${pathType ?? 'Prefix'} path "${path}" of host "${host.host === '' ? '*' : host.host}"`;
      const owner = `${before.namespace}/${before.ingress}`;
      this.#tell(ingress, 'RouteConflict', `The ${where} belongs to the older Ingress "${owner}"`, owner);
      return;
    }
    host.paths.set(key, { kind, path: normal, destination: this.#destination(ingress, backend) });
  }

  #addFallback(ingress: Readonly<Ingress>, destination: Destination): void {
    if (this.fallback === undefined) {
      this.fallback = { destination, owner: ingress };
      return;
    }
    const owner = nameOf(this.fallback.owner);
    this.#tell(ingress, 'RouteConflict', `The default backend belongs to the older Ingress "${owner}"`, owner);
  }

  #destination(ingress: Readonly<Ingress>, backend: IngressBackend): Destination {
    const { namespace = '', name = '' } = ingress.metadata;
    const { upstream, refusal } = this.#resolve(backend, namespace);
    if (refusal !== undefined) this.#tell(ingress, refusal.reason, refusal.message);
    return { upstream, namespace, ingress: name, forcesHttps: forcesHttps(ingress) };
  }

  #resolve(backend: IngressBackend, namespace: string): Resolved {
    const { service, resource } = backend;
    const { name, number } = service?.port ?? {};
    const key = [namespace, service?.name, name, number, resource?.kind, resource?.name].join(' ');
    const known = this.#resolved.get(key) ?? resolveBackend(backend, { namespace, lookup: this.#lookup });
    this.#resolved.set(key, known);
    return known;
  }

  /** @param owner of a conflict; an Ingress that repeats itself is told as well, in the same words */
  #tell(ingress: Readonly<Ingress>, reason: string, message: string, owner?: string): void {
    const said = owner === nameOf(ingress) ? message.replace('the older Ingress', 'an earlier rule of') : message;
    const isKnown = this.notices.some((notice) => notice.ingress === ingress && notice.message === said);
    if (!isKnown) this.notices.push({ ingress, reason, message: said });
  }
}

const withoutSlashAtEnd = (path: string): string => (path.endsWith('/') ? path.slice(0, -1) : path);
