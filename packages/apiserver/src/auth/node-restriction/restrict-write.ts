/**
 * NodeRestriction admission: looks into what kubelets write, where the Node authorizer can only see what they write to.
 * Other users are not its business.
 */
import { isDeepStrictEqual } from 'node:util';
import { quote, type StatusError } from '@wherry/api';
import { CertificateRequestError, readCertificateRequest } from '@wherry/pki';
import { type Authorizer } from '../authorize.ts';
import { nodeIdentity } from '../node-identity.ts';
import { type AdmissionRequest, type NodeRestrictionLookup, type NodeWrite, refuse } from './request.ts';
import { restrictNodeObject } from './restrict-node.ts';
import { restrictEviction, restrictPod, restrictPodStatus } from './restrict-pod.ts';
import { restrictToken } from './restrict-token.ts';

/** Judges a write. Returns the 403 (or the 404 of a Pod that is needed to judge), if it is one. */
export async function restrictNodeWrite(
  request: AdmissionRequest,
  { lookup, authorizer }: { lookup: NodeRestrictionLookup; authorizer: Authorizer },
): Promise<StatusError | undefined> {
  const { isNode, name: node } = nodeIdentity(request.user);
  if (!isNode) return undefined;
  if (node === '') return refuse(request, `could not determine node from user ${quote(request.user.name)}`);
  const judge = RESOURCES[`${request.resource}.${request.group}`];
  return judge?.({ request, node, lookup, authorizer });
}

/** The resources that are looked into, as `resource.group`. */
const RESOURCES: Readonly<
  Record<string, (write: NodeWrite) => Promise<StatusError | undefined> | StatusError | undefined>
> = {
  'pods.': restrictPods,
  'nodes.': restrictNodeObject,
  'persistentvolumeclaims.': restrictClaim,
  'serviceaccounts.': restrictToken,
  'leases.coordination.k8s.io': restrictLease,
  'csinodes.storage.k8s.io': restrictCsiNode,
  'resourceslices.resource.k8s.io': restrictResourceSlice,
  'certificatesigningrequests.certificates.k8s.io': restrictCertificate,
};

function restrictPods(write: NodeWrite): Promise<StatusError | undefined> | StatusError | undefined {
  switch (write.request.subresource) {
    case '':
      return restrictPod(write);
    case 'status':
      return restrictPodStatus(write);
    case 'eviction':
      return restrictEviction(write);
    default: {
      const what = `unexpected pod subresource ${quote(write.request.subresource)}`;
      return refuse(write.request, `${what}, only 'status' and 'eviction' are allowed`);
    }
  }
}

interface Claim {
  readonly metadata: object;
  readonly status?: object;
}

function restrictClaim({ request, node }: NodeWrite): StatusError | undefined {
  if (request.subresource !== 'status') return refuse(request, 'may only update PVC status');
  if (request.operation !== 'UPDATE') return refuse(request, `unexpected operation ${quote(request.operation)}`);
  const onlyAllowed = isDeepStrictEqual(
    withoutAllowedChanges(request.object as Claim),
    withoutAllowedChanges(request.oldObject as Claim),
  );
  const what = 'is not allowed to update fields other than status.quantity and status.conditions';
  return onlyAllowed ? undefined : refuse(request, `node ${quote(node)} ${what}`);
}

function withoutAllowedChanges(claim: Claim): object {
  const nothing = { capacity: 0, conditions: 0, allocatedResourceStatuses: 0, allocatedResources: 0 };
  return {
    ...claim,
    metadata: { ...claim.metadata, resourceVersion: '', managedFields: [] },
    status: { ...claim.status, ...nothing },
  };
}

interface NamedObject {
  readonly metadata: { readonly name?: string };
}

function nameOf({ operation, name, object }: AdmissionRequest): string {
  return operation === 'CREATE' ? ((object as NamedObject).metadata.name ?? '') : name;
}

function restrictLease({ request, node }: NodeWrite): StatusError | undefined {
  if (request.namespace !== 'kube-node-lease') {
    return refuse(request, 'can only access leases in the "kube-node-lease" system namespace');
  }
  return nameOf(request) === node
    ? undefined
    : refuse(request, 'can only access node lease with the same name as the requesting node');
}

function restrictCsiNode({ request, node }: NodeWrite): StatusError | undefined {
  return nameOf(request) === node
    ? undefined
    : refuse(request, 'can only access CSINode with the same name as the requesting node');
}

interface Slice {
  readonly spec: { readonly nodeName?: string };
}

function restrictResourceSlice({ request, node }: NodeWrite): StatusError | undefined {
  if (request.operation === 'UPDATE') return undefined;
  const isCreate = request.operation === 'CREATE';
  const slice = (isCreate ? request.object : request.oldObject) as Slice;
  const verb = isCreate ? 'create' : 'delete';
  return slice.spec.nodeName === node
    ? undefined
    : refuse(request, `can only ${verb} ResourceSlice with the same NodeName as the requesting node`);
}

interface SigningRequest {
  readonly spec: { readonly signerName: string; readonly request: string };
}

const KUBELET_SIGNERS = ['kubernetes.io/kubelet-serving', 'kubernetes.io/kube-apiserver-client-kubelet'];

function restrictCertificate({ request, node }: NodeWrite): StatusError | undefined {
  if (request.operation !== 'CREATE') return undefined;
  const { spec } = request.object as SigningRequest;
  if (!KUBELET_SIGNERS.includes(spec.signerName)) return undefined;
  try {
    const { subject } = readCertificateRequest(Buffer.from(spec.request, 'base64').toString());
    return subject.commonName === `system:node:${node}`
      ? undefined
      : refuse(request, `can only create a node CSR with CN=system:node:${node}`);
  } catch (error) {
    if (error instanceof CertificateRequestError) return refuse(request, `unable to parse csr: ${error.message}`);
    throw error;
  }
}
