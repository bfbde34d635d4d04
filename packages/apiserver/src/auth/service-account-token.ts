/**
 * Issuing service-account tokens: the `token` subresource of service accounts (authentication.k8s.io/v1 TokenRequest,
 * KEP-1205).
 */
import { badRequest, conflict, FieldError, invalid, notFound } from '@wherry/api';
import { type Clock } from '@wherry/component';
import { type SigningKey, signJwt } from './jwt.ts';
import { type BoundObjectLookup } from './service-account-authenticator.ts';
import { type KubernetesClaims, serviceAccountClaims } from './service-account-claims.ts';

/** The issuer of a cluster that has no better one: the apiserver as pods see it. */
export const DEFAULT_ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** How long tokens live for which no time is asked. */
const DEFAULT_SECONDS = 3600;
const LEAST_SECONDS = 600;
const MOST_SECONDS = 2 ** 32;
/** The kubelet asks for just this time for the tokens it mounts, so that they can be told from others … */
const MOUNTED_SECONDS = 3607;
/** … and get this time, for programs that do not read the file again: a use after the asked time is remarked upon. */
const EXTENDED_SECONDS = 365 * 24 * 3600;

export interface BoundObjectReference {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly name?: string;
  readonly uid?: string;
}

export interface TokenRequestObject {
  readonly metadata: { readonly name?: string; readonly namespace?: string };
  readonly spec: {
    readonly audiences: readonly string[];
    readonly expirationSeconds?: number;
    readonly boundObjectRef?: BoundObjectReference;
  };
}

/** Answers questions about the objects that a token can be bound to; a Pod's spec is needed for its account and node. */
export interface IssuerLookup extends Omit<BoundObjectLookup, 'pod'> {
  pod(
    namespace: string,
    name: string,
  ): Promise<
    | {
        readonly metadata: { readonly uid?: string; readonly deletionTimestamp?: string };
        readonly spec: { readonly serviceAccountName?: string; readonly nodeName?: string };
      }
    | undefined
  >;
}

export interface TokenIssuer {
  readonly issuer: string;
  readonly key: SigningKey;
  /** The audiences of the apiserver: those of a token for which none are asked. */
  readonly audiences: readonly string[];
  readonly lookup: IssuerLookup;
  readonly clock: Pick<Clock, 'now'>;
}

/** The filled-in request. */
export type IssuedToken<T extends TokenRequestObject> = T & {
  spec: T['spec'] & { audiences: readonly string[]; expirationSeconds: number };
  status: { token: string; expirationTimestamp: string };
};

/**
 * Answers a TokenRequest for a service account.
 *
 * @param account the service account of the request's path.
 * @throws StatusError: 404 when the account or the object to bind to does not exist, 422 for a bad request, 400 or 409
 * when the object is not as the request says.
 */
export async function createServiceAccountToken<T extends TokenRequestObject>(
  request: T,
  { account, ...issuer }: TokenIssuer & { readonly account: { namespace: string; name: string } },
): Promise<IssuedToken<T>> {
  const { namespace, name } = account;
  checkMetadata(request, account);
  const found = await issuer.lookup.serviceAccount(namespace, name);
  if (found === undefined) throw notFound({ group: '', resource: 'serviceaccounts' }, name);
  const audiences = request.spec.audiences.length === 0 ? issuer.audiences : request.spec.audiences;
  const asked = request.spec.expirationSeconds ?? DEFAULT_SECONDS;
  const faults = checkExpiration(asked);
  if (faults.length > 0) throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, '', faults);
  const { uid } = found.metadata;
  const bound = await bind(request.spec.boundObjectRef, { account, lookup: issuer.lookup });
  const isExtended =
    bound.pod !== undefined && asked === MOUNTED_SECONDS && audiences.every((one) => issuer.audiences.includes(one));
  const now = issuer.clock.now();
  const claims = serviceAccountClaims({
    issuer: issuer.issuer,
    audiences,
    now,
    expirationSeconds: isExtended ? EXTENDED_SECONDS : asked,
    ...(isExtended ? { warnAfterSeconds: asked } : {}),
    kubernetes: { namespace, serviceaccount: { name, ...(uid === undefined ? {} : { uid }) }, ...bound },
  });
  return {
    ...request,
    metadata: { ...request.metadata, name, namespace, creationTimestamp: timestamp(now) },
    spec: { ...request.spec, audiences, expirationSeconds: asked },
    status: {
      token: await signJwt(claims, issuer.key),
      expirationTimestamp: timestamp(new Date(now.getTime() + asked * 1000)),
    },
  };
}

function checkMetadata(
  { metadata }: TokenRequestObject,
  { namespace, name }: { namespace: string; name: string },
): void {
  const refuse = (field: string, value: string) => {
    const message = `must match the service account ${field} if specified`;
    const fault = FieldError.invalid(`metadata.${field}`, value, message);
    return invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest' }, name, [fault]);
  };
  if (metadata.name && metadata.name !== name) throw refuse('name', metadata.name);
  if (metadata.namespace && metadata.namespace !== namespace) throw refuse('namespace', metadata.namespace);
}

function checkExpiration(seconds: number): FieldError[] {
  const refuse = (message: string) => [FieldError.invalid('spec.expirationSeconds', seconds, message)];
  if (seconds < LEAST_SECONDS) return refuse('may not specify a duration less than 10 minutes');
  return seconds > MOST_SECONDS ? refuse('may not specify a duration larger than 2^32 seconds') : [];
}

interface BindContext {
  readonly account: { readonly namespace: string; readonly name: string };
  readonly lookup: IssuerLookup;
}

/** The claims that bind a token to the object asked for. */
async function bind(
  ref: BoundObjectReference | undefined,
  { account, lookup }: BindContext,
): Promise<Pick<KubernetesClaims, 'pod' | 'secret' | 'node'>> {
  if (ref === undefined) return {};
  const { name = '', kind = '', apiVersion = '' } = ref;
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/', 2) : ['', apiVersion];
  switch (group === '' ? kind : '') {
    case 'Pod':
      return bindToPod(ref, { account, lookup });
    case 'Secret': {
      const secret = found(ref, 'secrets', await lookup.secret(account.namespace, name));
      return { secret: { name, ...uidOf(secret) } };
    }
    case 'Node': {
      const node = found(ref, 'nodes', await lookup.node(name));
      return { node: { name, ...uidOf(node) } };
    }
    default:
      throw badRequest(`cannot bind token to object of type ${group ?? ''}/${version ?? ''}, Kind=${kind}`);
  }
}

async function bindToPod(
  ref: BoundObjectReference,
  { account, lookup }: BindContext,
): Promise<Pick<KubernetesClaims, 'pod' | 'node'>> {
  const { name = '' } = ref;
  const pod = await lookup.pod(account.namespace, name);
  if (pod !== undefined && pod.spec.serviceAccountName !== account.name) {
    const what = `cannot bind token for serviceaccount ${JSON.stringify(account.name)} to pod`;
    throw badRequest(`${what} running with different serviceaccount name.`);
  }
  const claim = { pod: { name, ...uidOf(found(ref, 'pods', pod)) } };
  const nodeName = pod?.spec.nodeName ?? '';
  if (nodeName === '') return claim;
  // The Node object may be missing; its name still tells where the Pod is.
  const node = await lookup.node(nodeName);
  return { ...claim, node: { name: nodeName, ...(node === undefined ? {} : uidOf(node)) } };
}

type WithUid = { readonly metadata: { readonly uid?: string } };

function found<T extends WithUid>(ref: BoundObjectReference, resource: string, object: T | undefined): T {
  const { name = '', kind = '', uid = '' } = ref;
  if (object === undefined) throw notFound({ group: '', resource }, name);
  if (uid !== '' && object.metadata.uid !== uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record.`;
    throw conflict({ group: '', resource: kind }, name, `${why} The object might have been deleted and then recreated`);
  }
  return object;
}

function uidOf({ metadata: { uid } }: WithUid): { uid?: string } {
  return uid === undefined ? {} : { uid };
}

function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
