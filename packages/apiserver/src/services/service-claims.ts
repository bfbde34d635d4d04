/**
 * What a Service owns beside its object: its cluster IPs, each an IPAddress object (KEP-1880), and its node ports, each
 * a key of its own. Written with the Service in one transaction, so no crash can leave one without the other.
 */
import { FieldError, FieldPath, internalError, invalid } from '@wherry/api';
import {
  decideIpFamilies,
  isHeadless,
  needsClusterIp,
  needsHealthCheckPort,
  needsNodePort,
  type Service,
} from '@wherry/api/core-v1';
import { IPAddresses } from '@wherry/api/networking-v1';
import type { Clock } from '@wherry/component';
import type { ClaimContext, ClaimPlan, Claims } from '../registry/claims.ts';
import { objectKey } from '../storage/object-key.ts';
import type { Put } from '../storage/storage.ts';
import { storedText } from '../storage/stored-text.ts';
import { chooseFree, reservedOf } from './choose-free.ts';
import { ipAddressText } from './ip-address.ts';
import type { IpRange } from './ip-range.ts';
import type { PortRange } from './port-range.ts';

export interface ServiceClaimsOptions {
  /** The ranges of the cluster now, the default one first. */
  readonly ranges: () => readonly IpRange[];
  readonly ports: PortRange;
  /** Whether a key is known to exist. */
  readonly exists: (key: string) => boolean;
  readonly clock: Pick<Clock, 'now'>;
  readonly random: () => number;
}

const IP_RESERVED = { share: 16, least: 16, most: 256 };
const PORT_RESERVED = { share: 32, least: 16, most: 128 };
const SPEC = FieldPath.of('spec');

/** The key that stands for an address. */
export function addressKey(address: string): string {
  return objectKey({ group: IPAddresses.group, resource: IPAddresses.plural }, { name: address });
}

/** The key that stands for a node port. */
export function nodePortKey(port: number): string {
  return objectKey({ group: '', resource: 'servicenodeports' }, { name: String(port) });
}

/** What stands at it: in the form of an object, so that the cache knows it as it knows the addresses. Nobody is served it. */
function nodePortText(port: number, service: { namespace: string; name: string; uid: string }): string {
  return storedText({ kind: 'ServiceNodePort', apiVersion: 'v1', metadata: { name: String(port) }, service });
}

export function serviceClaims(options: ServiceClaimsOptions): Claims<Service> {
  return {
    plan({ object, old }, context) {
      const before = old === undefined ? new Set<string>() : keysOf(old);
      if (object === undefined) return { takes: [], frees: [...before] };
      const errors = decideFamilies(object, { old, options });
      if (errors.length > 0) throw refusal(object, errors);
      new Chooser(options, context, before).complete(object);
      return difference(object, { before, clock: options.clock });
    },
  };
}

function decideFamilies(
  service: Service,
  { old, options }: { old: Readonly<Service> | undefined; options: ServiceClaimsOptions },
): FieldError[] {
  const families = [...new Set(options.ranges().map(({ family }) => family))];
  return decideIpFamilies(service, { families, ...(old === undefined ? {} : { old }) });
}

const refusal = ({ metadata }: Service, errors: readonly FieldError[]): Error =>
  invalid({ group: '', kind: 'Service' }, metadata.name ?? '', errors);

/** The keys that a Service owns. */
function keysOf(service: Readonly<Service>): Set<string> {
  return new Set([...addressesOf(service).map(addressKey), ...nodePortsOf(service).map(nodePortKey)]);
}

function addressesOf(service: Readonly<Service>): string[] {
  return isHeadless(service) || !needsClusterIp(service) ? [] : (service.spec.clusterIPs ?? []);
}

function nodePortsOf({ spec }: Readonly<Service>): number[] {
  const ports = [...(spec.ports ?? []).map(({ nodePort = 0 }) => nodePort), spec.healthCheckNodePort ?? 0];
  return [...new Set(ports.filter((port) => port !== 0))];
}

interface Written {
  readonly before: ReadonlySet<string>;
  readonly clock: Pick<Clock, 'now'>;
}

function difference(service: Service, { before, clock }: Written): ClaimPlan {
  const after = keysOf(service);
  const addresses: Put[] = addressesOf(service)
    .filter((address) => !before.has(addressKey(address)))
    .map((address) => ({ key: addressKey(address), value: ipAddressText(address, { service, now: clock.now() }) }));
  const { name = '', namespace = '', uid = '' } = service.metadata;
  const ports: Put[] = nodePortsOf(service)
    .filter((port) => !before.has(nodePortKey(port)))
    .map((port) => ({ key: nodePortKey(port), value: nodePortText(port, { namespace, name, uid }) }));
  return { takes: [...addresses, ...ports], frees: [...before].filter((key) => !after.has(key)) };
}

/** Fills in the addresses and ports of one Service, and refuses those that it cannot have. */
class Chooser {
  readonly #options: ServiceClaimsOptions;
  readonly #context: ClaimContext;
  readonly #own: ReadonlySet<string>;
  /** Chosen for this Service in this very attempt. */
  readonly #chosen = new Set<string>();

  constructor(options: ServiceClaimsOptions, context: ClaimContext, own: ReadonlySet<string>) {
    this.#options = options;
    this.#context = context;
    this.#own = own;
  }

  complete(service: Service): void {
    const errors = [...this.#addresses(service), ...this.#ports(service)];
    if (errors.length > 0) throw refusal(service, errors);
  }

  #isFree(key: string): boolean {
    if (this.#own.has(key)) return !this.#chosen.has(key);
    return !this.#chosen.has(key) && !this.#context.taken.has(key) && !this.#options.exists(key);
  }

  #addresses(service: Service): FieldError[] {
    const { spec } = service;
    if (!needsClusterIp(service) || isHeadless(service)) return [];
    const errors: FieldError[] = [];
    const ips = [...(spec.clusterIPs ?? [])];
    for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
      const asked = ips[index];
      if (asked === undefined || asked === '') ips[index] = this.#anyAddress(family);
      else if (!this.#own.has(addressKey(asked))) errors.push(...this.#askedAddress(asked, ips));
    }
    spec.clusterIPs = ips;
    spec.clusterIP = ips[0] ?? '';
    return errors;
  }

  #anyAddress(family: string): string {
    for (const range of this.#options.ranges().filter((candidate) => candidate.family === family)) {
      const position = chooseFree({
        size: range.size,
        reserved: reservedOf(range.size, IP_RESERVED),
        isFree: (at) => this.#isFree(addressKey(range.at(at))),
        random: this.#options.random,
      });
      if (position === undefined) continue;
      this.#chosen.add(addressKey(range.at(position)));
      return range.at(position);
    }
    throw internalError(new Error('failed to allocate a serviceIP: range is full'));
  }

  #askedAddress(address: string, all: readonly string[]): FieldError[] {
    const refuse = (why: string) => [
      FieldError.invalid(SPEC.child('clusterIPs'), all, `failed to allocate IP ${address}: ${why}`),
    ];
    const ranges = this.#options.ranges();
    if (!ranges.some((range) => range.contains(address))) {
      const valid = ranges.map(({ cidr }) => cidr).join(',');
      return refuse(`the provided IP (${address}) is not in the valid range. The range of valid IPs is ${valid}`);
    }
    return this.#isFree(addressKey(address)) ? [] : refuse('provided IP is already allocated');
  }

  #ports(service: Service): FieldError[] {
    const { spec } = service;
    const errors: FieldError[] = [];
    if (needsNodePort(service)) {
      const { allocateLoadBalancerNodePorts = true, type, ports = [] } = spec;
      // The same number may serve several protocols of one Service.
      const shared = new Set<number>();
      for (const [index, port] of ports.entries()) {
        const asked = port.nodePort ?? 0;
        if (asked !== 0) {
          if (!shared.has(asked))
            errors.push(...this.#askedPort(asked, SPEC.child('ports').index(index).child('nodePort')));
          shared.add(asked);
        } else if (type === 'NodePort' || allocateLoadBalancerNodePorts) {
          const twin = ports.find(
            (other) =>
              other !== port &&
              other.port === port.port &&
              (other.nodePort ?? 0) !== 0 &&
              other.protocol !== port.protocol,
          );
          port.nodePort = twin?.nodePort ?? this.#anyPort();
        }
      }
    }
    if (needsHealthCheckPort(service)) {
      const asked = spec.healthCheckNodePort ?? 0;
      if (asked === 0) spec.healthCheckNodePort = this.#anyPort();
      else errors.push(...this.#askedPort(asked, SPEC.child('healthCheckNodePort')));
    }
    return errors;
  }

  #askedPort(port: number, path: FieldPath): FieldError[] {
    const { ports } = this.#options;
    const key = nodePortKey(port);
    if (this.#own.has(key)) return [];
    if (port < ports.first || port > ports.last) {
      const why = `provided port is not in the valid range. The range of valid ports is ${ports.first}-${ports.last}`;
      return [FieldError.invalid(path, port, why)];
    }
    if (!this.#isFree(key)) return [FieldError.invalid(path, port, 'provided port is already allocated')];
    this.#chosen.add(key);
    return [];
  }

  #anyPort(): number {
    const { ports, random } = this.#options;
    const size = ports.last - ports.first + 1;
    const position = chooseFree({
      size,
      reserved: reservedOf(size, PORT_RESERVED),
      isFree: (at) => this.#isFree(nodePortKey(ports.first + at)) && !this.#own.has(nodePortKey(ports.first + at)),
      random,
    });
    if (position === undefined) throw internalError(new Error('failed to allocate a nodePort: range is full'));
    this.#chosen.add(nodePortKey(ports.first + position));
    return ports.first + position;
  }
}
