/** Who makes a request, and the names that Kubernetes itself gives a meaning to. */

/** An authenticated (or anonymous) user. */
export interface UserInfo {
  readonly name: string;
  /** Tells users of the same name apart over time; most authenticators know none. */
  readonly uid?: string;
  readonly groups: readonly string[];
  /** More about the user, by lower-case key; impersonation can carry it too. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** May do anything, whatever the policy says. */
export const MASTERS_GROUP = 'system:masters';
export const NODES_GROUP = 'system:nodes';
export const MONITORING_GROUP = 'system:monitoring';
export const AUTHENTICATED_GROUP = 'system:authenticated';
export const UNAUTHENTICATED_GROUP = 'system:unauthenticated';
export const ANONYMOUS_USER = 'system:anonymous';
export const PROXY_USER = 'system:kube-proxy';
export const CONTROLLER_MANAGER_USER = 'system:kube-controller-manager';
export const SCHEDULER_USER = 'system:kube-scheduler';

/** The key in `extra` that identifies the credential which authenticated the user. */
export const CREDENTIAL_ID_KEY = 'authentication.kubernetes.io/credential-id';

/** The user of requests without credentials. */
export const anonymous: UserInfo = { name: ANONYMOUS_USER, groups: [UNAUTHENTICATED_GROUP], extra: {} };

/** The same user as a member of `system:authenticated`, unless some authenticator has said otherwise already. */
export function asAuthenticated(user: UserInfo): UserInfo {
  const isSaid = user.groups.includes(AUTHENTICATED_GROUP) || user.groups.includes(UNAUTHENTICATED_GROUP);
  return isSaid || user.name === ANONYMOUS_USER ? user : { ...user, groups: [...user.groups, AUTHENTICATED_GROUP] };
}

/** A user as authentication.k8s.io and authorization.k8s.io write it. */
export interface ApiUserInfo {
  username?: string;
  uid?: string;
  groups?: string[];
  extra?: Record<string, string[]>;
}

/** The user in the form of the API; empty fields are left out. */
export function toApiUser({ name, uid, groups, extra }: UserInfo): ApiUserInfo {
  const entries = Object.entries(extra).map(([key, values]): [string, string[]] => [key, [...values]]);
  return {
    ...(name === '' ? {} : { username: name }),
    ...(uid === undefined || uid === '' ? {} : { uid }),
    ...(groups.length === 0 ? {} : { groups: [...groups] }),
    ...(entries.length === 0 ? {} : { extra: Object.fromEntries(entries) }),
  };
}
