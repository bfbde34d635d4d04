/**
 * The Secret that makes a bootstrap token known to the cluster. The kubeconfig that holds the token is the truth: the
 * Secret follows it.
 */
import { randomInt } from 'node:crypto';
import { isAlreadyExists, isConflict, isNotFound } from '@wherry/api';
import { Secrets, type Secret } from '@wherry/api/core-v1';
import type { OwnClient } from '../registry/own-client.ts';
import { BOOTSTRAP_GROUP } from './component-credentials.ts';

const NAMESPACE = 'kube-system';
const TYPE = 'bootstrap.kubernetes.io/token';
const TOKEN = /^([a-z0-9]{6})\.([a-z0-9]{16})$/;
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** A new token: `<id>.<secret>`. */
export function newBootstrapToken(): string {
  const letters = (count: number) => Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return `${letters(6)}.${letters(16)}`;
}

export function isBootstrapToken(text: string): boolean {
  return TOKEN.test(text);
}

/** The Secret of a token. It does not end: a node may join at any time. */
export function bootstrapSecret(token: string) {
  const [, id = '', secret = ''] = TOKEN.exec(token) ?? [];
  const texts = {
    'auth-extra-groups': BOOTSTRAP_GROUP,
    description: 'The token by which the nodes of this cluster ask for their first certificate.',
    'token-id': id,
    'token-secret': secret,
    'usage-bootstrap-authentication': 'true',
    'usage-bootstrap-signing': 'true',
  };
  const data = Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const);
  return {
    metadata: { namespace: NAMESPACE, name: `bootstrap-token-${id}` },
    type: TYPE,
    data: Object.fromEntries(data),
  };
}

/**
 * Writes the Secret of this token unless it is as it should be.
 * @returns what was done, for the log
 */
export async function keepBootstrapSecret(client: OwnClient, token: string): Promise<string | undefined> {
  const wanted = bootstrapSecret(token);
  const name = wanted.metadata;
  const found = await client.find(Secrets, name);
  try {
    if (found?.metadata.deletionTimestamp !== undefined || (found !== undefined && isAsWanted(found, wanted))) return;
    if (found !== undefined && found.type === TYPE) {
      await client.update(Secrets, name, (old) => ({ ...old, data: { ...old.data, ...wanted.data } }));
      return `Mended the Secret ${name.name}`;
    }
    // The type of a Secret cannot be changed.
    if (found !== undefined) await client.delete(Secrets, name);
    await client.create(Secrets, wanted);
    return `Made the Secret ${name.name}`;
  } catch (error) {
    // Another server did the same, or somebody deletes it: the next look will tell.
    if (isAlreadyExists(error) || isConflict(error) || isNotFound(error)) return undefined;
    throw error;
  }
}

function isAsWanted(found: Readonly<Secret>, wanted: ReturnType<typeof bootstrapSecret>): boolean {
  return found.type === TYPE && Object.entries(wanted.data).every(([key, value]) => found.data?.[key] === value);
}
