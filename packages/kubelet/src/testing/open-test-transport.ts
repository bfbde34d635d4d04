/** A kubelet's way to an API server that a test has started. */
import { openTransport, type Transport } from '@wherry/client';

export interface ServerUnderTest {
  readonly url: string;
  /** PEM. */
  readonly pki: { readonly ca: string; readonly cert: string; readonly key: string };
}

export function openTestTransport({ url, pki }: ServerUnderTest): Transport {
  return openTransport({ connection: { server: url, ...pki }, userAgent: 'kubelet' });
}
