/** When CertificateSigningRequests have served their time. All durations are milliseconds. */
import { X509Certificate } from 'node:crypto';
import type { CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { timeOf } from '../pods/pod-state.ts';

const HOUR = 3_600_000;
const PENDING_LIFE = 24 * HOUR;
const DECIDED_LIFE = HOUR;

/** When a request is to be deleted, in milliseconds since 1970; undefined: not as it stands. */
export function endOfRequest({ metadata, status }: Readonly<CertificateSigningRequest>): number | undefined {
  const created = timeOf(metadata.creationTimestamp) ?? 0;
  const conditions = status.conditions ?? [];
  const decided = (type: string) =>
    conditions
      .filter((condition) => condition.type === type)
      .map(({ lastUpdateTime }) => timeOf(lastUpdateTime) ?? created);
  const over = [...decided('Denied'), ...decided('Failed')].map((time) => time + DECIDED_LIFE);
  const issued = status.certificate ?? '';
  if (issued !== '') {
    over.push(...decided('Approved').map((time) => time + DECIDED_LIFE));
    const expiry = expiryOf(issued);
    if (expiry !== undefined) over.push(expiry);
  }
  if (conditions.length === 0) over.push(created + PENDING_LIFE);
  return over.length === 0 ? undefined : Math.min(...over);
}

function expiryOf(base64: string): number | undefined {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64')).validToDate.getTime();
  } catch {
    // What is no certificate does not expire.
    return undefined;
  }
}
