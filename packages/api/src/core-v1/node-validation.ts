/** The rules for Nodes. */
import { validateNodeConfigSource, validateNodeConfigStatus } from './node-config-validation.ts';
import type { Node } from './node.ts';
import { validateResourceQuantity } from './resource-requirements-validation.ts';
import { validateTaintEffect } from './toleration-validation.ts';
import type { Taint } from './toleration.ts';
import { invalidFor, validatePositive } from '../meta-v1/field-rules.ts';
import { validateLabelName } from '../meta-v1/labels-validation.ts';
import { parseCidr, validateLegacyCidr } from '../names/cidr.ts';
import { isIpv4 } from '../names/ip-address.ts';
import { validateLabelValue } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const STATUS = FieldPath.of('status');
const POD_CIDRS = SPEC.child('podCIDRs');
// Kubernetes names the metadata where it means the spec.
const TAINTS = FieldPath.of('metadata', 'taints');
const SWAP = FieldPath.of('metadata', 'nodeSwapStatus');

/** Everything wrong with a Node. Status is optional, but what is given must be right. */
export function validateNode(node: Readonly<Node>): FieldError[] {
  const swap = node.status.nodeInfo.swap?.capacity;
  return [
    ...validateTaints(node.spec.taints ?? []),
    ...validateResources(node),
    ...(swap === undefined ? [] : validatePositive(SWAP.child('capacity'), swap)),
    ...validatePodCidrs(node.spec.podCIDRs ?? []),
  ];
}

/** Everything wrong with a changed Node. */
export function validateNodeUpdate(node: Readonly<Node>, old: Readonly<Node>): FieldError[] {
  return [...validateNode(node), ...validateChange(node, old)];
}

/** Everything wrong with a changed status. */
export function validateNodeStatusUpdate(node: Readonly<Node>, old: Readonly<Node>): FieldError[] {
  return [...validateResources(node), ...validateChange(node, old)];
}

function validateChange(node: Readonly<Node>, old: Readonly<Node>): FieldError[] {
  const { configSource } = node.spec;
  const { config } = node.status;
  return [
    ...validateUniqueAddresses(node),
    ...validateFixedFields(node, old),
    ...(configSource === undefined ? [] : validateNodeConfigSource(SPEC.child('configSource'), configSource)),
    ...(config === undefined ? [] : validateNodeConfigStatus(STATUS.child('config'), config)),
    ...(node.spec.externalID === old.spec.externalID
      ? []
      : [FieldError.forbidden(SPEC.child('externalID'), 'may not be updated')]),
  ];
}

function validateTaints(taints: readonly Taint[]): FieldError[] {
  const seen = new Set<string>();
  return taints.flatMap((taint, index) => {
    const path = TAINTS.index(index);
    const { key, value = '', effect, timeAdded = null } = taint;
    const errors = validateLabelName(path.child('key'), key);
    const messages = validateLabelValue(value);
    if (messages.length > 0) {
      errors.push(FieldError.invalid(path.child('value'), value, messages.join(';')));
    }
    errors.push(...validateTaintEffect(effect, path.child('effect')));
    const identity = `${effect}/${key}`;
    if (seen.has(identity)) {
      const internalForm = { Key: key, Value: value, Effect: effect, TimeAdded: timeAdded };
      errors.push(FieldError.duplicate(path, internalForm, 'taints must be unique by key and effect pair'));
    }
    seen.add(identity);
    return errors;
  });
}

function validateResources({ status }: Readonly<Node>): FieldError[] {
  return (['capacity', 'allocatable'] as const).flatMap((name) =>
    Object.entries(status[name] ?? {}).flatMap(([resource, amount]) =>
      validateResourceQuantity(resource, amount, STATUS.child(name, resource)),
    ),
  );
}

function validatePodCidrs(cidrs: readonly string[]): FieldError[] {
  const errors = cidrs.flatMap((cidr, index) => invalidFor(POD_CIDRS.index(index), cidr, validateLegacyCidr(cidr)));
  const isOneOfEach = cidrs.length === 2 && familyOf(cidrs[0]) !== familyOf(cidrs[1]);
  if (errors.length === 0 && cidrs.length > 1 && !isOneOfEach) {
    errors.push(FieldError.invalid(POD_CIDRS, cidrs, 'may specify no more than one CIDR for each IP family'));
  }
  return errors;
}

function familyOf(cidr = ''): string {
  const block = parseCidr(cidr);
  return block !== undefined && isIpv4(block.address) ? 'IPv4' : 'IPv6';
}

function validateUniqueAddresses({ status: { addresses = [] } }: Readonly<Node>): FieldError[] {
  const seen = new Set<string>();
  return addresses.flatMap(({ type, address }, index) => {
    const identity = `${type}/${address}`;
    const isDuplicate = seen.has(identity);
    seen.add(identity);
    const internalForm = { Type: type, Address: address };
    return isDuplicate ? [FieldError.duplicate(STATUS.child('addresses').index(index), internalForm)] : [];
  });
}

function validateFixedFields({ spec }: Readonly<Node>, { spec: old }: Readonly<Node>): FieldError[] {
  const errors: FieldError[] = [];
  const [now, before] = [spec.podCIDRs ?? [], old.podCIDRs ?? []];
  if (before.length > 0 && (now.length !== before.length || before.some((cidr, index) => cidr !== now[index]))) {
    errors.push(FieldError.forbidden(POD_CIDRS, 'node updates may not change podCIDR except from "" to valid'));
  }
  if ((old.providerID ?? '') !== '' && spec.providerID !== old.providerID) {
    const detail = 'node updates may not change providerID except from "" to valid';
    errors.push(FieldError.forbidden(SPEC.child('providerID'), detail));
  }
  return errors;
}
