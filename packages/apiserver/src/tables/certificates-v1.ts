import { CertificateSigningRequests, type CertificateSigningRequestStatus } from '@wherry/api/certificates-v1';
import { formatAge, formatDuration } from './age.ts';
import { ageColumn, column, nameColumn } from './columns.ts';
import { tableFor, type TableEntry } from './table-columns.ts';

/** How the kinds of this group are shown. */
export const tables: readonly TableEntry[] = [
  tableFor(CertificateSigningRequests, {
    columns: [
      nameColumn,
      ageColumn,
      column('SignerName', 'Who is to sign.'),
      column('Requestor', 'Who asks.'),
      column('RequestedDuration', 'How long the certificate should be valid.'),
      column('Condition', 'What has been decided, and whether the certificate is there.'),
    ],
    cells: ({ metadata, spec, status }, now) => [
      metadata.name ?? '',
      formatAge(metadata.creationTimestamp, now),
      spec.signerName === '' ? '<none>' : spec.signerName,
      spec.username ?? '',
      spec.expirationSeconds === undefined ? '<none>' : formatDuration(spec.expirationSeconds * 1000),
      condition(status),
    ],
  }),
];

function condition({ conditions = [], certificate = '' }: CertificateSigningRequestStatus): string {
  const has = (wanted: string): boolean => conditions.some(({ type }) => type === wanted);
  const decision = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return [decision, ...(has('Failed') ? ['Failed'] : []), ...(certificate === '' ? [] : ['Issued'])].join(',');
}
