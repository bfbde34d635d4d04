/** The rules for ResourceQuotas: resources that quota knows, and scopes that fit them. */
import { isQuotaHugePages } from './resource-name.ts';
import type { ResourceQuota, ResourceQuotaSpec, ScopedResourceSelectorRequirement } from './resource-quota.ts';
import { validateResourceName, validateResourceQuantity } from './resource-requirements-validation.ts';
import { IMMUTABLE_MESSAGE } from '../meta-v1/field-rules.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const SPEC = FieldPath.of('spec');
const STATUS = FieldPath.of('status');
const SCOPES = SPEC.child('scopes');
const EXPRESSIONS = SPEC.child('scopeSelector', 'matchExpressions');

const COMPUTE = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory'];
const QUOTA_RESOURCES: ReadonlySet<string> = new Set([
  ...COMPUTE,
  'ephemeral-storage',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.ephemeral-storage',
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'persistentvolumeclaims',
  'configmaps',
  'services.nodeports',
  'services.loadbalancers',
]);

/** The standard resources that a scope can be applied to. */
const RESOURCES_OF_SCOPE: ReadonlyMap<string, readonly string[]> = new Map([
  ['Terminating', ['pods', ...COMPUTE]],
  ['NotTerminating', ['pods', ...COMPUTE]],
  ['BestEffort', ['pods']],
  ['NotBestEffort', ['pods', ...COMPUTE]],
  ['PriorityClass', ['pods', ...COMPUTE]],
  ['CrossNamespacePodAffinity', ['pods', ...COMPUTE]],
  ['VolumeAttributesClass', ['persistentvolumeclaims', 'requests.storage']],
]);
const SCOPES_WITHOUT_VALUES = [
  'BestEffort',
  'NotBestEffort',
  'Terminating',
  'NotTerminating',
  'CrossNamespacePodAffinity',
];
const OPPOSITES = [
  ['BestEffort', 'NotBestEffort'],
  ['NotTerminating', 'Terminating'],
] as const;

/** Everything wrong with a ResourceQuota. */
export function validateResourceQuota({ spec }: Readonly<ResourceQuota>): FieldError[] {
  return [
    ...validateAmounts(SPEC.child('hard'), spec.hard),
    ...validateScopes(spec),
    ...(spec.scopeSelector?.matchExpressions ?? []).flatMap((requirement) => validateRequirement(spec, requirement)),
    ...validateOpposites(
      EXPRESSIONS,
      spec,
      (spec.scopeSelector?.matchExpressions ?? []).map(({ scopeName }) => scopeName),
    ),
  ];
}

/** Everything wrong with a changed ResourceQuota. */
export function validateResourceQuotaUpdate(
  quota: Readonly<ResourceQuota>,
  old: Readonly<ResourceQuota>,
): FieldError[] {
  const errors = validateResourceQuota(quota);
  const [now, before] = [new Set(quota.spec.scopes), new Set(old.spec.scopes)];
  return now.symmetricDifference(before).size === 0
    ? errors
    : [...errors, FieldError.invalid(SCOPES, quota.spec.scopes ?? null, IMMUTABLE_MESSAGE)];
}

/** Everything wrong with a changed status. */
export function validateResourceQuotaStatus({ status }: Readonly<ResourceQuota>): FieldError[] {
  return [...validateAmounts(STATUS.child('hard'), status.hard), ...validateAmounts(STATUS.child('used'), status.used)];
}

function validateAmounts(path: FieldPath, amounts: Readonly<Record<string, string>> = {}): FieldError[] {
  return Object.entries(amounts).flatMap(([name, amount]) => {
    const at = path.key(name);
    const errors = validateResourceName(name, at);
    if (!name.includes('/') && !isQuotaResource(name)) {
      errors.push(FieldError.invalid(at, name, 'must be a standard resource for quota'));
    }
    return [...errors, ...validateResourceQuantity(name, amount, at)];
  });
}

function isQuotaResource(name: string): boolean {
  return QUOTA_RESOURCES.has(name) || isQuotaHugePages(name);
}

function validateScopes(spec: ResourceQuotaSpec): FieldError[] {
  const { scopes = [] } = spec;
  const errors = scopes.flatMap((scope) => [
    ...(RESOURCES_OF_SCOPE.has(scope) ? [] : [FieldError.invalid(SCOPES, scopes, 'unsupported scope')]),
    ...unfitResources(spec, scope).map(() =>
      FieldError.invalid(SCOPES, scopes, 'unsupported scope applied to resource'),
    ),
  ]);
  return [...errors, ...validateOpposites(SCOPES, spec, scopes)];
}

function unfitResources({ hard = {} }: ResourceQuotaSpec, scope: string): string[] {
  const fit = RESOURCES_OF_SCOPE.get(scope);
  return Object.keys(hard).filter((name) => fit !== undefined && isQuotaResource(name) && !fit.includes(name));
}

function validateRequirement(spec: ResourceQuotaSpec, requirement: ScopedResourceSelectorRequirement): FieldError[] {
  const { scopeName } = requirement;
  const errors = RESOURCES_OF_SCOPE.has(scopeName)
    ? []
    : [FieldError.invalid(EXPRESSIONS.child('scopeName'), scopeName, 'unsupported scope')];
  for (const _ of unfitResources(spec, scopeName)) {
    errors.push(FieldError.invalid(EXPRESSIONS, internalForm(spec), 'unsupported scope applied to resource'));
  }
  if (SCOPES_WITHOUT_VALUES.includes(scopeName) && requirement.operator !== 'Exists') {
    const detail =
      "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity";
    errors.push(FieldError.invalid(EXPRESSIONS.child('operator'), requirement.operator, detail));
  }
  return [...errors, ...validateOperator(requirement)];
}

function validateOperator({ operator, values = [] }: ScopedResourceSelectorRequirement): FieldError[] {
  const path = EXPRESSIONS.child('values');
  switch (operator) {
    case 'In':
    case 'NotIn': {
      const detail = "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector";
      return values.length === 0 ? [FieldError.required(path, detail)] : [];
    }
    case 'Exists':
    case 'DoesNotExist': {
      const detail = "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector";
      return values.length > 0 ? [FieldError.invalid(path, values, detail)] : [];
    }
    default:
      return [FieldError.invalid(EXPRESSIONS.child('operator'), operator, 'not a valid selector operator')];
  }
}

function validateOpposites(path: FieldPath, spec: ResourceQuotaSpec, scopes: readonly string[]): FieldError[] {
  return OPPOSITES.filter((pair) => pair.every((scope) => scopes.includes(scope))).map(() =>
    FieldError.invalid(path, spec.scopes ?? null, 'conflicting scopes'),
  );
}

// The message shows Kubernetes' own form of the selector.
function internalForm({ scopeSelector }: ResourceQuotaSpec): unknown {
  return {
    MatchExpressions: (scopeSelector?.matchExpressions ?? []).map(({ scopeName, operator, values = null }) => ({
      ScopeName: scopeName,
      Operator: operator,
      Values: values,
    })),
  };
}
