/** Deletes CertificateSigningRequests that have been decided on long ago, or never were. */
import { isNotFound } from '@wherry/api';
import { CertificateSigningRequests } from '@wherry/api/certificates-v1';
import { changesOf, type Controller } from '@wherry/client';
import { controlLoop, type ControllerContext } from '../context.ts';
import { endOfRequest } from '../plans/csr-cleanup.ts';

const NAME = 'certificatesigningrequest-cleaner-controller';

export const csrCleanerEntry = controlLoop(NAME, csrCleaner);

async function csrCleaner({ client, informers, clock }: ControllerContext): Promise<Controller> {
  const requests = await informers.get(CertificateSigningRequests);
  return {
    name: NAME,
    workers: 1,
    sources: [changesOf(requests)],
    async reconcile(name) {
      const request = requests.get(name);
      const end = request === undefined ? undefined : endOfRequest(request);
      if (request === undefined || end === undefined) return;
      const left = end - clock.now().getTime();
      if (left > 0) return { again: left };
      const { uid = '' } = request.metadata;
      try {
        await client.delete(CertificateSigningRequests, { name }, { preconditions: { uid } });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}
