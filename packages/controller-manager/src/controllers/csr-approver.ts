/** Approves what kubelets ask for: certificates by which nodes are known, and those that they serve. */
import { isDeepStrictEqual } from 'node:util';
import { SubjectAccessReviews } from '@wherry/api/authorization-v1';
import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { Nodes } from '@wherry/api/core-v1';
import { changesOf, keyOf, keysFrom, type Client, type Controller } from '@wherry/client';
import { CertificateRequestError, readCertificateRequest, type CertificateRequest } from '@wherry/pki';
import { controlLoop, type ControllerContext } from '../context.ts';
import { NODE_USER_PREFIX } from '../plans/kubelet-request.ts';
import { isDecided, nodeHasNames, waysToApprove, type Approval } from '../plans/csr-approval.ts';

const NAME = 'certificatesigningrequest-approving-controller';
/** A user may get the right after asking. */
const LOOK_AGAIN_MS = 10_000;

export const csrApproverEntry = controlLoop(NAME, csrApprover);

async function csrApprover({ client, informers, log }: ControllerContext): Promise<Controller> {
  const requests = await informers.get(CertificateSigningRequests);
  const nodes = await informers.get(Nodes);
  const allows = async (way: Approval, csr: Readonly<CertificateSigningRequest>, request: CertificateRequest) => {
    if (way.by === 'right') return mayAsk(client, csr, way.subresource);
    const node = nodes.get(way.node);
    return node !== undefined && nodeHasNames(node, request);
  };
  return {
    name: NAME,
    workers: 2,
    sources: [
      changesOf(requests),
      // A node may get its addresses after asking.
      keysFrom(nodes, ({ object, old }) => {
        if (object === undefined || isDeepStrictEqual(object.status.addresses, old?.status.addresses)) return [];
        const user = `${NODE_USER_PREFIX}${object.metadata.name ?? ''}`;
        return requests.list().flatMap((csr) => (csr.spec.username === user ? [keyOf(csr)] : []));
      }),
    ],
    async reconcile(name) {
      const csr = requests.get(name);
      if (csr === undefined || isDecided(csr)) return;
      const request = parse(csr);
      const ways = request === undefined ? [] : waysToApprove(csr, request);
      if (request === undefined || ways.length === 0) return;
      for (const way of ways) {
        if (!(await allows(way, csr, request))) continue;
        await approve(client, csr, way.message);
        return;
      }
      log.debug('request recognised but not approved', { request: name, user: csr.spec.username });
      return { again: LOOK_AGAIN_MS };
    },
  };
}

/** The request; undefined for what cannot be read: a person may judge it. */
export function parse({ spec }: Readonly<CertificateSigningRequest>): CertificateRequest | undefined {
  try {
    return readCertificateRequest(Buffer.from(spec.request, 'base64').toString());
  } catch (error) {
    if (error instanceof CertificateRequestError) return undefined;
    throw error;
  }
}

/** Whether who asks has the right that stands for this kind of request. */
async function mayAsk(
  client: Client,
  { spec }: Readonly<CertificateSigningRequest>,
  subresource: string,
): Promise<boolean> {
  const { username, uid, groups, extra } = spec;
  const review = await client.create(SubjectAccessReviews, {
    spec: {
      ...(username === undefined ? {} : { user: username }),
      ...(uid === undefined ? {} : { uid }),
      ...(groups === undefined ? {} : { groups }),
      ...(extra === undefined ? {} : { extra }),
      resourceAttributes: {
        group: CertificateSigningRequests.group,
        resource: CertificateSigningRequests.plural,
        verb: 'create',
        subresource,
        version: '*',
      },
    },
  });
  return review.status.allowed;
}

async function approve(client: Client, csr: Readonly<CertificateSigningRequest>, message: string): Promise<void> {
  const condition = { type: 'Approved', status: 'True', reason: 'AutoApproved', message };
  const conditions = [...(csr.status.conditions ?? []), condition];
  const approved = { ...csr, status: { ...csr.status, conditions } };
  await client.update(CertificateSigningRequests, approved, { subresource: 'approval' });
}
