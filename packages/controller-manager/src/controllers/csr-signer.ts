/** Signs approved CertificateSigningRequests with the cluster's authority, as the signers of Kubernetes. */
import { readFile } from 'node:fs/promises';
import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { changesOf, startController, type Controller } from '@wherry/client';
import { FlagError, releasing } from '@wherry/component';
import { belongTogether, signCertificateRequest, type CertifiedKey } from '@wherry/pki';
import type { ControllerContext, ControllerEntry } from '../context.ts';
import { isToBeSigned, lifetimeOf, signers } from '../plans/csr-signing.ts';
import { parse } from './csr-approver.ts';

const NAME = 'certificatesigningrequest-signing-controller';

export const csrSignerEntry: ControllerEntry = {
  name: NAME,
  async start(context) {
    const { 'cluster-signing-cert-file': certificate, 'cluster-signing-key-file': key } = context.flags;
    if (certificate === '' && key === '') return releasing(() => undefined);
    const load = () => loadAuthority(certificate, key);
    await load();
    return startController(await csrSigner(context, load), context);
  },
};

/** @throws FlagError when the files are not a key and its certificate; what reading them throws */
async function loadAuthority(certificateFile: string, keyFile: string): Promise<CertifiedKey> {
  if (certificateFile === '' || keyFile === '') {
    throw new FlagError('--cluster-signing-cert-file and --cluster-signing-key-file go together');
  }
  const [certificate, key] = await Promise.all([readFile(certificateFile, 'utf8'), readFile(keyFile, 'utf8')]);
  if (!belongTogether({ certificate, key })) {
    throw new FlagError(`${keyFile} is not the key of the certificate in ${certificateFile}`);
  }
  return { certificate, key };
}

async function csrSigner(
  { client, informers, clock, flags }: ControllerContext,
  load: () => Promise<CertifiedKey>,
): Promise<Controller> {
  const requests = await informers.get(CertificateSigningRequests);
  const sign = async (csr: Readonly<CertificateSigningRequest>): Promise<CertificateSigningRequest['status']> => {
    const { signerName, usages = [] } = csr.spec;
    const request = parse(csr);
    const fault = request === undefined ? 'unable to parse csr' : signers[signerName]?.(request, usages);
    if (request === undefined || fault !== undefined) return failed(csr, fault ?? '');
    const certificate = signCertificateRequest({
      // Read each time: the authority may have been renewed, and requests are rare.
      authority: await load(),
      request,
      keyUsages: usages,
      now: clock.now(),
      lifetime: lifetimeOf(csr, flags['cluster-signing-duration']),
    });
    return { ...csr.status, certificate: Buffer.from(certificate).toString('base64') };
  };
  return {
    name: NAME,
    workers: 2,
    sources: [changesOf(requests)],
    async reconcile(name) {
      const csr = requests.get(name);
      if (csr === undefined || !isToBeSigned(csr)) return;
      await client.updateStatus(CertificateSigningRequests, { ...csr, status: await sign(csr) });
    },
  };
}

function failed({ status }: Readonly<CertificateSigningRequest>, message: string): CertificateSigningRequest['status'] {
  const condition = { type: 'Failed', status: 'True', reason: 'SignerValidationFailure', message };
  return { ...status, conditions: [...(status.conditions ?? []), condition] };
}
