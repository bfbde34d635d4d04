/** What a Role and a ClusterRole have to satisfy. Whether the writer may grant so much is for authorization to say. */
import { validateLabelSelector } from '../meta-v1/label-selector-validation.ts';
import type { LabelSelector } from '../meta-v1/label-selector.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { ClusterRole } from './cluster-role.ts';
import { validatePolicyRule } from './policy-rule-validation.ts';
import type { Role } from './role.ts';

const RULES = FieldPath.of('rules');
const SELECTORS = FieldPath.of('aggregationRule', 'clusterRoleSelectors');

/** Everything wrong with a role, new or changed. */
export function validateRole({ rules }: Readonly<Role>): FieldError[] {
  return rules.flatMap((rule, position) => validatePolicyRule(RULES.index(position), rule, { namespaced: true }));
}

/** Everything wrong with a cluster role, new or changed. Selectors that were stored with bad values may keep them. */
export function validateClusterRole(
  { rules, aggregationRule }: Readonly<ClusterRole>,
  old?: Readonly<ClusterRole>,
): FieldError[] {
  const allowInvalidValues = (old?.aggregationRule?.clusterRoleSelectors ?? []).some(
    (selector) => validateLabelSelector(SELECTORS, selector).length > 0,
  );
  return [
    ...rules.flatMap((rule, position) => validatePolicyRule(RULES.index(position), rule, { namespaced: false })),
    ...(aggregationRule === undefined
      ? []
      : validateSelectors(aggregationRule.clusterRoleSelectors ?? [], allowInvalidValues)),
  ];
}

function validateSelectors(selectors: readonly LabelSelector[], allowInvalidValues: boolean): FieldError[] {
  if (selectors.length === 0) {
    return [FieldError.required(SELECTORS, 'at least one clusterRoleSelector required if aggregationRule is non-nil')];
  }
  return selectors.flatMap((selector, position) => {
    const path = SELECTORS.index(position);
    const canBeUsed = validateLabelSelector(path, selector).length === 0;
    return [
      ...validateLabelSelector(path, selector, { allowInvalidValues }),
      ...(canBeUsed ? [] : [FieldError.invalid(path, null, 'invalid label selector.')]),
    ];
  });
}
