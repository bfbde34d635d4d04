/** The text of a refusal, which users read and scripts match: that of Kubernetes byte for byte. */
import { forbidden, quote, type StatusError } from '@wherry/api';
import { type Attributes } from './attributes.ts';

/** What cannot be done: `User "x" cannot list resource "pods" in API group "" in the namespace "default"`. */
export function forbiddenMessage(attributes: Attributes): string {
  const { user, verb, group, resource, subresource, namespace, isResourceRequest, path } = attributes;
  if (!isResourceRequest) return escapeHtml(`User ${quote(user.name)} cannot ${verb} path ${quote(path)}`);
  const target = subresource === '' ? resource : `${resource}/${subresource}`;
  const scope = namespace === '' ? 'at the cluster scope' : `in the namespace ${quote(namespace)}`;
  const what = `cannot ${verb} resource ${quote(target)} in API group ${quote(group)} ${scope}`;
  return escapeHtml(`User ${quote(user.name)} ${what}`);
}

/** The 403 for a request that was not allowed. */
export function forbiddenError(attributes: Attributes, reason: string): StatusError {
  const { group, resource, name, isResourceRequest } = attributes;
  const message = forbiddenMessage(attributes);
  const target = isResourceRequest ? { resource: { group, resource }, name } : {};
  return forbidden(reason === '' ? message : `${message}: ${reason}`, target);
}

// A browser must not take an answer that repeats the user's words for a page.
function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
