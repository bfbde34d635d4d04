/**
 * Whether somebody who has some rules has others too: nobody may grant what they do not have. Rules are taken apart
 * into single permissions, and each must be covered by one rule that is held.
 */
import { type PolicyRule } from './policy.ts';
import { urlCovers } from './rule-allows.ts';

/** The single permissions of `wanted` that none of the rules `held` covers. */
export function missingPermissions(held: readonly PolicyRule[], wanted: readonly PolicyRule[]): PolicyRule[] {
  return wanted.flatMap(breakDown).filter((permission) => !held.some((rule) => ruleCovers(rule, permission)));
}

/** The permissions of a rule one by one: one verb on one resource, or on one path. */
export function breakDown(rule: PolicyRule): PolicyRule[] {
  const permissions: PolicyRule[] = [];
  for (const group of rule.apiGroups ?? []) {
    for (const resource of rule.resources ?? []) {
      for (const verb of rule.verbs) {
        const permission = { apiGroups: [group], resources: [resource], verbs: [verb] };
        if (isEmpty(rule.resourceNames)) permissions.push(permission);
        for (const name of rule.resourceNames ?? []) permissions.push({ ...permission, resourceNames: [name] });
      }
    }
  }
  for (const url of rule.nonResourceURLs ?? []) {
    for (const verb of rule.verbs) permissions.push({ nonResourceURLs: [url], verbs: [verb] });
  }
  return permissions;
}

/** Whether one rule grants everything that the other does. */
export function ruleCovers(held: PolicyRule, wanted: PolicyRule): boolean {
  return (
    hasAll(held.verbs, wanted.verbs) &&
    hasAll(held.apiGroups, wanted.apiGroups) &&
    coversResources(held.resources, wanted.resources) &&
    coversNames(held.resourceNames, wanted.resourceNames) &&
    (wanted.nonResourceURLs ?? []).every((path) => (held.nonResourceURLs ?? []).some((url) => urlCovers(url, path)))
  );
}

type List = readonly string[] | undefined;

function hasAll(held: List = [], wanted: List = []): boolean {
  return held.includes('*') || wanted.every((item) => held.includes(item));
}

function coversResources(held: List = [], wanted: List = []): boolean {
  if (held.includes('*')) return true;
  return wanted.every((resource) => {
    const slash = resource.indexOf('/');
    return held.includes(resource) || (slash >= 0 && held.includes(`*${resource.slice(slash)}`));
  });
}

// Unlike elsewhere, `*` is a name like any other here.
function coversNames(held: List = [], wanted: List = []): boolean {
  return held.length === 0 || (wanted.length > 0 && wanted.every((name) => held.includes(name)));
}

function isEmpty(list: List): boolean {
  return list === undefined || list.length === 0;
}
