/**
 * The plan as requests ask it: which destination for this host and path. Built once for a plan, never changed. A lookup
 * costs the same with one rule and with thousands: a few look-ups in maps, no scanning.
 */
import type { Destination, PlannedHost, RoutePlan } from './route-plan.ts';

export interface RouteTable<T> {
  /**
   * @param host in lower case, without a port
   * @param path without a query
   */
  find(host: string, path: string): T | undefined;
}

/** @param bind makes of each destination what `find` returns; asked once for each */
export function compileRoutes<T>(
  { hosts, fallback }: Pick<RoutePlan, 'hosts' | 'fallback'>,
  bind: (destination: Destination) => T,
): RouteTable<T> {
  const bound = new Map<Destination, T>();
  const once = (destination: Destination): T => {
    const known = bound.get(destination) ?? bind(destination);
    bound.set(destination, known);
    return known;
  };
  const exact = new Map<string, HostTable<T>>();
  /** By what follows the star. */
  const wildcards = new Map<string, HostTable<T>>();
  let any: HostTable<T> | undefined;
  for (const planned of hosts) {
    const table = new HostTable(planned, once);
    if (planned.host === '') any = table;
    else if (planned.host.startsWith('*.')) wildcards.set(planned.host.slice(1), table);
    else exact.set(planned.host, table);
  }
  const last = fallback === undefined ? undefined : once(fallback);
  return {
    find(host, path) {
      const own = exact.get(host);
      const found = own?.find(path);
      if (found !== undefined) return found;
      const dot = host.indexOf('.');
      const wild = wildcards.size === 0 || dot <= 0 ? undefined : wildcards.get(host.slice(dot));
      return wild?.find(path) ?? any?.find(path) ?? own?.fallback ?? wild?.fallback ?? any?.fallback ?? last;
    },
  };
}

/** The paths of one host. */
class HostTable<T> {
  readonly fallback: T | undefined;
  readonly #exact = new Map<string, T>();
  readonly #prefixes = new Map<string, T>();
  /** Nothing longer can be a prefix: it bounds what a hostile path costs. */
  readonly #longest: number;

  constructor({ paths, fallback }: PlannedHost, bind: (destination: Destination) => T) {
    let longest = 0;
    for (const { kind, path, destination } of paths) {
      (kind === 'exact' ? this.#exact : this.#prefixes).set(path, bind(destination));
      if (kind === 'prefix') longest = Math.max(longest, path.length);
    }
    this.#longest = longest;
    this.fallback = fallback === undefined ? undefined : bind(fallback);
  }

  find(path: string): T | undefined {
    if (this.#exact.size > 0) {
      const exact = this.#exact.get(path);
      if (exact !== undefined) return exact;
    }
    if (this.#prefixes.size === 0) return undefined;
    // From the whole path up, one element less at a time. Only what ends before a slash, or at the end, is a prefix.
    let end = path.length <= this.#longest ? path.length : path.lastIndexOf('/', this.#longest);
    for (; end > 0; end = path.lastIndexOf('/', end - 1)) {
      const found = this.#prefixes.get(path.slice(0, end));
      if (found !== undefined) return found;
    }
    return this.#prefixes.get('');
  }
}
