/** Which operations on which resources a webhook or a policy is about. */
import { nameIsPathSegment } from '../names/object-names.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';
import { OperationType, ScopeType } from './matching.ts';
import type { NamedRuleWithOperations, Rule, RuleWithOperations } from './matching.ts';

const OPERATIONS = (OperationType.values ?? []).toSorted();
const SCOPES = (ScopeType.values ?? []).toSorted();

/** A rule that may be limited to objects of certain names. */
export function validateNamedRule(path: FieldPath, rule: NamedRuleWithOperations): FieldError[] {
  const names = rule.resourceNames ?? [];
  const errors = names.flatMap((name, position) => {
    const at = path.child('resourceNames').index(position);
    return [
      ...nameIsPathSegment(name).map((message) => FieldError.invalid(at, name, message)),
      ...(names.indexOf(name) < position ? [FieldError.duplicate(at, name)] : []),
    ];
  });
  return [...errors, ...validateRule(path, rule)];
}

/** Operations, API groups, versions and resources: at least one of each, and `*` only by itself. */
export function validateRule(path: FieldPath, rule: RuleWithOperations): FieldError[] {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope } = rule;
  return [
    ...validateSome(path.child('operations'), operations, 'operations'),
    ...operations.flatMap((operation, position) =>
      OPERATIONS.includes(operation)
        ? []
        : [FieldError.notSupported(path.child('operations').index(position), operation, OPERATIONS)],
    ),
    ...validateSome(path.child('apiGroups'), apiGroups, 'API groups'),
    ...validateSome(path.child('apiVersions'), apiVersions, 'API versions'),
    ...apiVersions.flatMap((version, position) =>
      version === '' ? [FieldError.required(path.child('apiVersions').index(position))] : [],
    ),
    ...validateResources(path.child('resources'), resources),
    ...validateScope(path.child('scope'), scope),
  ];
}

function validateSome(path: FieldPath, values: readonly string[], what: string): FieldError[] {
  if (values.length === 0) return [FieldError.required(path)];
  return values.length > 1 && values.includes('*')
    ? [FieldError.invalid(path, values, `if '*' is present, must not specify other ${what}`)]
    : [];
}

function validateResources(path: FieldPath, resources: readonly string[]): FieldError[] {
  if (resources.length === 0) return [FieldError.required(path)];
  const errors = resources.flatMap((_resource, position) => validateResource(path, resources, position));
  if (resources.length > 1 && resources.includes('*/*')) {
    errors.push(FieldError.invalid(path, resources, "if '*/*' is present, must not specify other resources"));
  }
  // Only the last resource without a subresource counts, as in Kubernetes.
  const whole = resources.filter((resource) => resource !== '' && !resource.includes('/'));
  if (whole.includes('*') && whole.at(-1) !== '*') {
    const detail = "if '*' is present, must not specify other resources without subresources";
    errors.push(FieldError.invalid(path, resources, detail));
  }
  return errors;
}

/** A resource must not be covered by a wildcard that stands before it. */
function validateResource(path: FieldPath, resources: readonly string[], position: number): FieldError[] {
  const resource = resources[position] ?? '';
  const at = path.index(position);
  if (resource === '') return [FieldError.required(at)];
  const slash = resource.indexOf('/');
  if (slash < 0) return [];
  const wildcards = [`${resource.slice(0, slash)}/*`, `*/${resource.slice(slash + 1)}`];
  return wildcards
    .filter((wildcard) => resources.indexOf(wildcard) >= 0 && resources.indexOf(wildcard) < position)
    .map((wildcard) => FieldError.invalid(at, resource, `if '${wildcard}' is present, must not specify ${resource}`));
}

function validateScope(path: FieldPath, scope: Rule['scope']): FieldError[] {
  return scope === undefined || SCOPES.includes(scope) ? [] : [FieldError.notSupported(path, scope, SCOPES)];
}
