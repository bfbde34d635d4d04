/**
 * Bootstrap tokens: by these, new nodes ask for their first certificate. Each is a Secret in kube-system named
 * `bootstrap-token-<id>`.
 */
import { timingSafeEqual } from 'node:crypto';
import { type Clock } from '@wherry/component';
import { apiAudiences, type TokenAuthenticator } from './token-authenticator.ts';

/** A Secret, as far as it is read here. */
export interface BootstrapSecret {
  readonly metadata: { readonly deletionTimestamp?: string };
  readonly type?: string;
  /** Values are base64. */
  readonly data?: Readonly<Record<string, string>>;
}

export interface BootstrapTokenOptions {
  /** The Secret of that name in kube-system. */
  readonly secret: (name: string) => Promise<BootstrapSecret | undefined>;
  readonly clock: Pick<Clock, 'now'>;
  /** The audiences of the apiserver. */
  readonly audiences: readonly string[];
}

const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const BOOTSTRAP_GROUP = 'system:bootstrappers';
const EXTRA_GROUP = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/** Recognises bootstrap tokens. A Secret that is not in order makes its token unknown, not an error. */
export function bootstrapTokenAuthenticator({
  secret,
  clock,
  audiences: api,
}: BootstrapTokenOptions): TokenAuthenticator {
  return {
    async authenticate(token, asked) {
      const [, id, password] = TOKEN.exec(token) ?? [];
      const audiences = apiAudiences(asked, api);
      if (id === undefined || password === undefined || audiences === undefined) return undefined;
      const found = await secret(`bootstrap-token-${id}`);
      if (found === undefined || found.metadata.deletionTimestamp !== undefined) return undefined;
      const value = (key: string) => Buffer.from(found.data?.[key] ?? '', 'base64').toString();
      const expiration = value('expiration');
      const groups = value('auth-extra-groups')
        .split(',')
        .filter((group) => group !== '');
      const isUsable =
        found.type === 'bootstrap.kubernetes.io/token' &&
        value('token-id') === id &&
        sameSecret(value('token-secret'), password) &&
        value('usage-bootstrap-authentication') === 'true' &&
        (expiration === '' || clock.now() < new Date(expiration)) &&
        groups.every((group) => EXTRA_GROUP.test(group));
      if (!isUsable) return undefined;
      return {
        user: { name: `system:bootstrap:${id}`, groups: [BOOTSTRAP_GROUP, ...groups], extra: {} },
        audiences,
        ...(expiration === '' ? {} : { expiresAt: new Date(expiration) }),
      };
    },
  };
}

function sameSecret(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
