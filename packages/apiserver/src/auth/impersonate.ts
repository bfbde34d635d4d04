/**
 * Impersonation: a user who may, acts as another one, named in the request's `Impersonate-` headers. Every part of the
 * other's identity is checked by itself.
 */
import { badRequest, type StatusError } from '@wherry/api';
import { type Attributes, resourceAttributes } from './attributes.ts';
import { type Authorizer } from './authorize.ts';
import { forbiddenError } from './forbidden.ts';
import { headersWithPrefix, headerValues } from './headers.ts';
import { serviceAccountGroups, splitServiceAccountUser } from './service-account-name.ts';
import { ANONYMOUS_USER, AUTHENTICATED_GROUP, UNAUTHENTICATED_GROUP, type UserInfo } from './user.ts';

const AUTHENTICATION_GROUP = 'authentication.k8s.io';

/** Whom a request wants to act as. */
export interface Impersonation {
  readonly user: UserInfo;
  /** What the real user must be allowed to do. */
  readonly checks: readonly Attributes[];
}

/**
 * Reads the headers.
 *
 * @param user who really makes the request.
 * @returns undefined when the request is the user's own.
 * @throws StatusError 400 when parts of an identity are given without a user name.
 */
export function readImpersonation(user: UserInfo, rawHeaders: readonly string[]): Impersonation | undefined {
  if (!rawHeaders.some(isImpersonation)) return undefined;
  const [name = ''] = headerValues(rawHeaders, 'impersonate-user');
  const groups = headerValues(rawHeaders, 'impersonate-group');
  const extra = headersWithPrefix(rawHeaders, 'impersonate-extra-');
  const [uid = ''] = headerValues(rawHeaders, 'impersonate-uid');
  if (name === '') {
    if (groups.length + extra.size === 0 && uid === '') return undefined;
    const parts = [...groups, ...[...extra.values()].flat(), uid].filter((part) => part !== '');
    throw badRequest(`requested [${parts.join(' ')}] without impersonating a user`);
  }
  return {
    user: {
      name,
      ...(uid === '' ? {} : { uid }),
      groups: impersonatedGroups(name, groups),
      extra: Object.fromEntries(extra),
    },
    checks: checksFor({ real: user, name, groups, extra, uid }),
  };
}

/** Asked of every header of every request, so the first letter has to be enough for most. */
function isImpersonation(text: string): boolean {
  const first = text.charCodeAt(0) | 0x20;
  return first === LOWER_I && /^impersonate-/i.test(text);
}

const LOWER_I = 0x69;

/** The 403 for an impersonation that is not allowed, or undefined when all of it is. */
export function checkImpersonation({ checks }: Impersonation, authorizer: Authorizer): StatusError | undefined {
  for (const attributes of checks) {
    const { decision, reason } = authorizer.authorize(attributes);
    if (decision !== 'allow') return forbiddenError(attributes, reason);
  }
  return undefined;
}

/** Groups that are given are all there are, but for whether the user is an authenticated one. */
function impersonatedGroups(name: string, given: readonly string[]): string[] {
  const account = splitServiceAccountUser(name);
  const groups = account !== undefined && given.length === 0 ? serviceAccountGroups(account.namespace) : [...given];
  if (groups.includes(UNAUTHENTICATED_GROUP)) return groups;
  if (name === ANONYMOUS_USER) return [...groups, UNAUTHENTICATED_GROUP];
  return groups.includes(AUTHENTICATED_GROUP) ? groups : [...groups, AUTHENTICATED_GROUP];
}

interface Parts {
  readonly real: UserInfo;
  readonly name: string;
  readonly groups: readonly string[];
  readonly extra: ReadonlyMap<string, readonly string[]>;
  readonly uid: string;
}

function checksFor({ real, name, groups, extra, uid }: Parts): Attributes[] {
  const impersonate = (given: Partial<Attributes> & { resource: string }) =>
    resourceAttributes({ user: real, verb: 'impersonate', version: '', ...given });
  const account = splitServiceAccountUser(name);
  const authentication = { group: AUTHENTICATION_GROUP, version: 'v1' };
  return [
    account === undefined
      ? impersonate({ resource: 'users', name })
      : impersonate({ resource: 'serviceaccounts', ...account }),
    ...groups.map((group) => impersonate({ resource: 'groups', name: group })),
    ...[...extra].flatMap(([key, values]) =>
      values.map((value) => impersonate({ ...authentication, resource: 'userextras', subresource: key, name: value })),
    ),
    ...(uid === '' ? [] : [impersonate({ ...authentication, resource: 'uids', name: uid })]),
  ];
}
