/** What a Secret of type kubernetes.io/tls holds, when it is what it should be. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describeError } from '@wherry/component';
import type { Secret } from '@wherry/api/core-v1';
import type { ServerCertificate } from './route-plan.ts';

export const TLS_SECRET_TYPE = 'kubernetes.io/tls';

/**
 * Reads certificates out of Secrets. Looking into one takes a moment, so what has been found is kept with the object:
 * Secrets in a cache never change.
 */
export function certificateReader(): (key: string, secret: Readonly<Secret> | undefined) => ServerCertificate | string {
  const kept = new WeakMap<Readonly<Secret>, ServerCertificate | string>();
  return (key, secret) => {
    if (secret === undefined) return `Secret "${key}" of type ${TLS_SECRET_TYPE} does not exist`;
    const found = kept.get(secret) ?? readCertificate(key, secret);
    kept.set(secret, found);
    return found;
  };
}

function readCertificate(key: string, { data = {} }: Readonly<Secret>): ServerCertificate | string {
  const [certificate = '', privateKey = ''] = ['tls.crt', 'tls.key'].map((name) =>
    Buffer.from(data?.[name] ?? '', 'base64').toString(),
  );
  if (certificate === '' || privateKey === '') return `Secret "${key}" lacks tls.crt or tls.key`;
  try {
    if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))) {
      return `Secret "${key}" has a key that does not belong to its certificate`;
    }
  } catch (error) {
    return `Secret "${key}" cannot be read: ${describeError(error)}`;
  }
  return { secret: key, certificate, key: privateKey };
}
