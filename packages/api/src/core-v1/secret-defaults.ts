/** `stringData` is for writing only: what it holds moves into `data`, in base64, over what may be there. */
import type { Secret } from './secret.ts';

/** Moves text into the data of a Secret, in place. */
export function setSecretDefaults(secret: Secret): void {
  const { stringData = {} } = secret;
  delete secret.stringData;
  for (const [key, text] of Object.entries(stringData)) {
    secret.data ??= {};
    // As an own property whatever the key, `__proto__` included.
    Object.defineProperty(secret.data, key, {
      value: Buffer.from(text).toString('base64'),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}
