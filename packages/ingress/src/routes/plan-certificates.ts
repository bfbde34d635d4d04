/** Which certificate stands for which host: pure. */
import type { Ingress } from '@wherry/api/networking-v1';
import type { Notice, ServerCertificate } from './route-plan.ts';

export interface CertificateLookup {
  /** What the Secret of this `namespace/name` holds; or why that is nothing, for people. */
  certificate(key: string): ServerCertificate | string;
}

export interface CertificatePlan {
  readonly certificates: ReadonlyMap<string, ServerCertificate>;
  readonly notices: readonly Notice[];
}

/** @param ingresses the oldest first: the first to name a certificate for a host decides */
export function planCertificates(ingresses: readonly Readonly<Ingress>[], lookup: CertificateLookup): CertificatePlan {
  const certificates = new Map<string, ServerCertificate>();
  const notices: Notice[] = [];
  for (const ingress of ingresses) {
    for (const { hosts, secretName = '' } of ingress.spec.tls ?? []) {
      // Without a Secret, the default certificate is wanted.
      if (secretName === '') continue;
      const secret = `${ingress.metadata.namespace ?? ''}/${secretName}`;
      const found = lookup.certificate(secret);
      if (typeof found === 'string') {
        notices.push({ ingress, reason: 'CertificateNotUsable', message: found });
        continue;
      }
      for (const host of hosts === undefined || hosts.length === 0 ? ruleHosts(ingress) : hosts) {
        const name = host.toLowerCase();
        const before = certificates.get(name);
        if (before === undefined) certificates.set(name, found);
        else if (before.secret !== secret) {
          const message = `Host "${name}" already has the certificate of Secret "${before.secret}" by an older Ingress`;
          notices.push({ ingress, reason: 'CertificateConflict', message });
        }
      }
    }
  }
  return { certificates, notices };
}

/** What TLS entries without hosts speak of. */
function ruleHosts({ spec }: Readonly<Ingress>): readonly string[] {
  return (spec.rules ?? []).map(({ host = '' }) => host).filter((host) => host !== '');
}
