/** What a NetworkPolicy has to satisfy. Blocks of addresses that an older release let in may stay in a changed policy. */
import type { IPBlock, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from './network-policy.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { hasInvalidLabelValue } from '../meta-v1/invalid-label-values.ts';
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import { cidrContains, cidrWarnings, parseCidr, validateLegacyCidr } from '../names/cidr.ts';
import { validatePortName, validatePortNumber } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const POLICY_TYPES = ['Ingress', 'Egress'];

interface Leniency {
  /** Selectors may have values that are no label values. */
  readonly allowInvalidValues: boolean;
  /** Blocks that are not looked at. */
  readonly knownBlocks: ReadonlySet<string>;
}

/** Everything wrong with a NetworkPolicy; `old` is what it was before, if it is changed. */
export function validateNetworkPolicy(policy: Readonly<NetworkPolicy>, old?: Readonly<NetworkPolicy>): FieldError[] {
  const { podSelector, ingress = [], egress = [] } = policy.spec;
  const path = FieldPath.of('spec');
  const leniency: Leniency = {
    allowInvalidValues: old !== undefined && hasInvalidLabelValue(old.spec.podSelector),
    knownBlocks: new Set(
      old === undefined ? [] : blocksOf(old).flatMap(({ block }) => [block.cidr, ...(block.except ?? [])]),
    ),
  };
  return [
    ...validateLabelSelector(path.child('podSelector'), podSelector, leniency),
    ...ingress.flatMap(({ ports, from }, index) => {
      const at = path.child('ingress').index(index);
      return [...validatePorts(ports, at.child('ports')), ...validatePeers(from, at.child('from'), leniency)];
    }),
    ...egress.flatMap(({ ports, to }, index) => {
      const at = path.child('egress').index(index);
      return [...validatePorts(ports, at.child('ports')), ...validatePeers(to, at.child('to'), leniency)];
    }),
    ...validatePolicyTypes(policy.spec.policyTypes ?? [], path.child('policyTypes')),
  ];
}

/** Warns of blocks of addresses that are written in an ambiguous or unusual way. */
export function networkPolicyWarnings(policy: Readonly<NetworkPolicy>): string[] {
  return blocksOf(policy).flatMap(({ block, path }) => [
    ...cidrWarnings(path.child('cidr'), block.cidr),
    ...(block.except ?? []).flatMap((hole, index) => cidrWarnings(path.child('except').index(index), hole)),
  ]);
}

function blocksOf({ spec }: Readonly<NetworkPolicy>): { block: IPBlock; path: FieldPath }[] {
  const path = FieldPath.of('spec');
  const peers = [
    ...(spec.ingress ?? []).map((rule, index) => ({
      peers: rule.from,
      at: path.child('ingress').index(index).child('from'),
    })),
    ...(spec.egress ?? []).map((rule, index) => ({
      peers: rule.to,
      at: path.child('egress').index(index).child('to'),
    })),
  ];
  return peers.flatMap((rule) =>
    (rule.peers ?? []).flatMap(({ ipBlock }, index) =>
      ipBlock === undefined ? [] : [{ block: ipBlock, path: rule.at.index(index).child('ipBlock') }],
    ),
  );
}

function validatePorts(ports: readonly NetworkPolicyPort[] | undefined, path: FieldPath): FieldError[] {
  return (ports ?? []).flatMap((port, index) => validatePort(port, path.index(index)));
}

function validatePort({ protocol, port, endPort }: NetworkPolicyPort, path: FieldPath): FieldError[] {
  const errors: FieldError[] = [];
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) {
    errors.push(FieldError.notSupported(path.child('protocol'), protocol, PROTOCOLS));
  }
  const badEnd = (detail: string): FieldError => FieldError.invalid(path.child('endPort'), endPort, detail);
  if (typeof port === 'number') {
    errors.push(...invalidFor(path.child('port'), port, validatePortNumber(port)));
    if (endPort !== undefined) {
      if (endPort < port) errors.push(badEnd('must be greater than or equal to `port`'));
      errors.push(...validatePortNumber(endPort).map(badEnd));
    }
  } else if (port !== undefined) {
    if (endPort !== undefined) errors.push(badEnd('may not be specified when `port` is non-numeric'));
    errors.push(...invalidFor(path.child('port'), port, validatePortName(port)));
  } else if (endPort !== undefined) {
    errors.push(badEnd('may not be specified when `port` is not specified'));
  }
  return errors;
}

function validatePeers(
  peers: readonly NetworkPolicyPeer[] | undefined,
  path: FieldPath,
  leniency: Leniency,
): FieldError[] {
  return (peers ?? []).flatMap((peer, index) => validatePeer(peer, path.index(index), leniency));
}

function validatePeer(peer: NetworkPolicyPeer, path: FieldPath, leniency: Leniency): FieldError[] {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  const errors = [
    ...validateLabelSelector(path.child('podSelector'), podSelector, leniency),
    ...validateLabelSelector(path.child('namespaceSelector'), namespaceSelector, leniency),
    ...(ipBlock === undefined ? [] : validateIpBlock(ipBlock, path.child('ipBlock'), leniency)),
  ];
  const bySelector = podSelector !== undefined || namespaceSelector !== undefined;
  if (!bySelector && ipBlock === undefined) {
    errors.push(FieldError.required(path, 'must specify a peer'));
  } else if (bySelector && ipBlock !== undefined) {
    errors.push(FieldError.forbidden(path, 'may not specify both ipBlock and another peer'));
  }
  return errors;
}

function validateIpBlock({ cidr, except }: IPBlock, path: FieldPath, { knownBlocks }: Leniency): FieldError[] {
  if (cidr === '') {
    return [FieldError.required(path.child('cidr'))];
  }
  const check = (at: FieldPath, text: string): FieldError[] =>
    knownBlocks.has(text) ? [] : invalidFor(at, text, validateLegacyCidr(text));
  const errors = check(path.child('cidr'), cidr);
  const block = parseCidr(cidr);
  if (block === undefined) {
    return errors;
  }
  for (const [index, text] of (except ?? []).entries()) {
    const at = path.child('except').index(index);
    errors.push(...check(at, text));
    const hole = parseCidr(text);
    if (hole !== undefined && !(cidrContains(block, hole.network) && block.prefixLength < hole.prefixLength)) {
      errors.push(FieldError.invalid(at, text, 'must be a strict subset of `cidr`'));
    }
  }
  return errors;
}

function validatePolicyTypes(types: readonly string[], path: FieldPath): FieldError[] {
  if (types.length > POLICY_TYPES.length) {
    return [FieldError.invalid(path, types, 'may not specify more than two policyTypes')];
  }
  return types.flatMap((type, index) =>
    POLICY_TYPES.includes(type) ? [] : [FieldError.notSupported(path.index(index), type, POLICY_TYPES)],
  );
}
