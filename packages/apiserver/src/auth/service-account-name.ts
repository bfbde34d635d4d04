/** How a service account is named as a user: `system:serviceaccount:<namespace>:<name>`. */

const USER_PREFIX = 'system:serviceaccount:';
const GROUP_PREFIX = 'system:serviceaccounts:';
const DNS_LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** The group of all service accounts. */
export const SERVICE_ACCOUNTS_GROUP = 'system:serviceaccounts';

export interface ServiceAccountName {
  readonly namespace: string;
  readonly name: string;
}

/** The user name of a service account. */
export function serviceAccountUser({ namespace, name }: ServiceAccountName): string {
  return `${USER_PREFIX}${namespace}:${name}`;
}

/** The groups of every service account of a namespace. */
export function serviceAccountGroups(namespace: string): string[] {
  return [SERVICE_ACCOUNTS_GROUP, `${GROUP_PREFIX}${namespace}`];
}

/** The service account behind a user name, or undefined when it is an ordinary user. */
export function splitServiceAccountUser(user: string): ServiceAccountName | undefined {
  if (!user.startsWith(USER_PREFIX)) return undefined;
  const [namespace = '', name = '', ...more] = user.slice(USER_PREFIX.length).split(':');
  const isValid = DNS_LABEL.test(namespace) && name.length <= 253 && DNS_SUBDOMAIN.test(name);
  return isValid && more.length === 0 ? { namespace, name } : undefined;
}
