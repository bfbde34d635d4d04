/** Whether one rule allows one request. */
import { type Attributes } from '../attributes.ts';
import { type PolicyRule } from './policy.ts';

/** Decides about a single rule. */
export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!includesOrAll(rule.verbs, attributes.verb)) return false;
  return attributes.isResourceRequest
    ? includesOrAll(rule.apiGroups, attributes.group) &&
        resourceMatches(rule, attributes) &&
        nameMatches(rule, attributes)
    : pathMatches(rule.nonResourceURLs, attributes.path);
}

function includesOrAll(list: readonly string[] | undefined, wanted: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(wanted));
}

function resourceMatches({ resources }: PolicyRule, { resource, subresource }: Attributes): boolean {
  if (resources === undefined) return false;
  if (resources.includes('*')) return true;
  if (subresource === '') return resources.includes(resource);
  return resources.includes(`${resource}/${subresource}`) || resources.includes(`*/${subresource}`);
}

function nameMatches({ resourceNames }: PolicyRule, { name }: Attributes): boolean {
  return resourceNames === undefined || resourceNames.length === 0 || resourceNames.includes(name);
}

function pathMatches(urls: readonly string[] | undefined, path: string): boolean {
  return urls !== undefined && urls.some((url) => urlCovers(url, path));
}

/** Whether a path or pattern (`/healthz`, `/api/*`, `*`) takes in another one. */
export function urlCovers(pattern: string, path: string): boolean {
  return pattern === path || (pattern.endsWith('*') && path.startsWith(pattern.replace(/\*+$/, '')));
}
