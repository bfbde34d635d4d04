/** How a kubelet serves an API server that a test has started: on a free port of the loopback, trusted and trusting. */
import { issueServingCertificate, type CertifiedKey } from '@wherry/pki';
import type { KubeletServing } from '../server/serving.ts';

export function testServing({ authority }: { readonly authority: CertifiedKey }): KubeletServing {
  const hosts = ['127.0.0.1'];
  const now = new Date();
  const { certificate: cert, key } = issueServingCertificate({ authority, commonName: 'kubelet', hosts, now });
  return {
    address: '127.0.0.1',
    port: 0,
    certificate: { cert, key },
    clientAuthority: authority.certificate,
  };
}
