/** What a kubelet's requests for certificates look like: for the one by which it is known, and for the one that it serves. */
import type { CertificateRequest } from '@wherry/pki';

/** The user of a node's kubelet is `system:node:<node>`. */
export const NODE_USER_PREFIX = 'system:node:';
const NODES_GROUP = 'system:nodes';

const CLIENT_USAGES = ['client auth', 'digital signature', 'key encipherment'];
const SERVING_USAGES = ['digital signature', 'key encipherment', 'server auth'];

type Asked = Pick<CertificateRequest, 'subject' | 'names'>;

/** Why this is no request for a kubelet's client certificate; undefined when it is one. Worded as Kubernetes does. */
export function clientRequestFault({ subject, names }: Asked, usages: readonly string[]): string | undefined {
  if (!isOfNodes(subject.organizations)) return 'subject organization is not system:nodes';
  if (names.dnsNames.length > 0) return 'DNS subjectAltNames are not allowed';
  if (names.emailAddresses !== undefined) return 'Email subjectAltNames are not allowed';
  if (names.addresses.length > 0) return 'IP subjectAltNames are not allowed';
  if (names.uris !== undefined) return 'URI subjectAltNames are not allowed';
  if (!isOfNode(subject.commonName)) return 'subject common name does not begin with system:node:';
  return areUsages(usages, CLIENT_USAGES) ? undefined : `usages did not match [${CLIENT_USAGES.join(' ')}]`;
}

/** Why this is no request for a kubelet's serving certificate; undefined when it is one. */
export function servingRequestFault({ subject, names }: Asked, usages: readonly string[]): string | undefined {
  if (!isOfNodes(subject.organizations)) return 'subject organization is not system:nodes';
  if (names.dnsNames.length + names.addresses.length === 0) return 'DNS or IP subjectAltName is required';
  if (names.emailAddresses !== undefined) return 'Email subjectAltNames are not allowed';
  if (names.uris !== undefined) return 'URI subjectAltNames are not allowed';
  if (!areUsages(usages, SERVING_USAGES)) return `usages did not match [${SERVING_USAGES.join(' ')}]`;
  return isOfNode(subject.commonName) ? undefined : 'subject common name does not begin with system:node:';
}

const isOfNodes = (organizations: readonly string[]): boolean =>
  organizations.length === 1 && organizations[0] === NODES_GROUP;
const isOfNode = (commonName: string): boolean => commonName.startsWith(NODE_USER_PREFIX);

/** Only RSA keys encipher others: requests for other keys leave that usage out. */
function areUsages(usages: readonly string[], wanted: readonly string[]): boolean {
  const given = new Set(usages);
  const needed = wanted.filter((usage) => usage !== 'key encipherment');
  return needed.every((usage) => given.has(usage)) && [...given].every((usage) => wanted.includes(usage));
}
