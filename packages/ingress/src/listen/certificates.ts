/** Which certificate a client is shown: that of the host it asks for, or else a default one that nobody has signed. */
import { createSecureContext, type SecureContext } from 'node:tls';
import type { ServerCertificate } from '../routes/route-plan.ts';

export interface Certificates {
  /** Makes these the certificates, by host or `*.domain`; what clients have been shown stays as it is. */
  apply(certificates: ReadonlyMap<string, ServerCertificate>): void;
  /** Undefined for the default one. */
  contextFor(serverName: string): SecureContext | undefined;
}

export function certificates(): Certificates {
  let current: ReadonlyMap<string, ServerCertificate> = new Map();
  /** Contexts are large, and made when they are asked for first. */
  const contexts = new WeakMap<ServerCertificate, SecureContext>();
  return {
    apply(given) {
      current = given;
    },
    contextFor(serverName) {
      const name = serverName.toLowerCase();
      const found = current.get(name) ?? current.get(`*${name.slice(Math.max(0, name.indexOf('.')))}`);
      if (found === undefined) return undefined;
      const context = contexts.get(found) ?? createSecureContext({ cert: found.certificate, key: found.key });
      contexts.set(found, context);
      return context;
    },
  };
}
