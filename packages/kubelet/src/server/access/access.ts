/**
 * Who may ask the kubelet for what. A client is known by a certificate of the cluster's authority, or by a token that
 * the API server knows; what it may do is asked of the API server, save for those who may do everything.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { TokenReviews } from '@wherry/api/authentication-v1';
import { SubjectAccessReviews } from '@wherry/api/authorization-v1';
import type { Writer } from '@wherry/client';
import type { Clock } from '@wherry/component';
import { decodeName, subjectOf } from '@wherry/pki';
import { HttpError } from '../http-error.ts';
import { nodeAccess } from './attributes.ts';
import { createKeptAnswers } from './kept-answers.ts';

export interface KubeletUser {
  readonly name: string;
  readonly uid?: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

export interface AccessOptions {
  readonly client: Pick<Writer, 'create'>;
  readonly nodeName: string;
  readonly clock: Clock;
}

export interface Access {
  /** Resolves with who it is. @throws HttpError 401, 403, or 500 when the API server cannot be asked */
  check(request: IncomingMessage, path: string): Promise<KubeletUser>;
}

const MASTERS = 'system:masters';
const AUTHENTICATED = 'system:authenticated';
/** As long as Kubernetes does. */
const KEEP = { token: 120_000, allowed: 300_000, denied: 30_000 };

export function createAccess({ client, nodeName, clock }: AccessOptions): Access {
  const users = createKeptAnswers<KubeletUser | undefined>(clock, () => KEEP.token);
  const decisions = createKeptAnswers<boolean>(clock, (isAllowed) => (isAllowed ? KEEP.allowed : KEEP.denied));

  const reviewToken = async (token: string): Promise<KubeletUser | undefined> => {
    const { status } = await client.create(TokenReviews, { spec: { token } });
    const { authenticated, user } = status ?? {};
    if (authenticated !== true || user?.username === undefined) return undefined;
    const { username: name, uid, groups = [], extra } = user;
    return { name, groups, ...(uid === undefined ? {} : { uid }), ...(extra === undefined ? {} : { extra }) };
  };
  const isAllowed = async (user: KubeletUser, verb: string, subresource: string): Promise<boolean> => {
    const { name, groups, uid, extra } = user;
    const resourceAttributes = { verb, version: 'v1', resource: 'nodes', subresource, name: nodeName };
    const spec = {
      user: name,
      groups: [...groups],
      ...(uid === undefined ? {} : { uid }),
      ...(extra === undefined
        ? {}
        : { extra: Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, [...values]])) }),
      resourceAttributes,
    };
    const { status } = await client.create(SubjectAccessReviews, { spec });
    return status?.allowed === true;
  };

  return {
    async check(request, path) {
      const token = bearerToken(request);
      const user =
        certificateUser(request, clock) ??
        (token === undefined ? undefined : await users.get(digest(token), () => reviewToken(token)).catch(refuse));
      if (user === undefined) throw new HttpError(401, 'Unauthorized');
      if (user.groups.includes(MASTERS)) return user;
      const { verb, subresources } = nodeAccess(request.method ?? '', path);
      for (const subresource of subresources) {
        const key = digest(JSON.stringify([user, verb, subresource]));
        try {
          if (await decisions.get(key, () => isAllowed(user, verb, subresource))) return user;
        } catch {
          const about = `user=${user.name}, verb=${verb}, resource=nodes, subresource=${subresource}`;
          throw new HttpError(500, `Authorization error (${about})`);
        }
      }
      const about = `user=${user.name}, verb=${verb}, resource=nodes, subresource(s)=[${subresources.join(' ')}]`;
      throw new HttpError(403, `Forbidden (${about})\n`);
    },
  };
}

/** A token that cannot be checked is as good as none. */
function refuse(): undefined {
  return undefined;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

function bearerToken({ headers }: IncomingMessage): string | undefined {
  return /^bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
}

/** The TLS handshake has proved that the certificate is the client's, is meant for clients, and is of our authority. */
function certificateUser({ socket }: IncomingMessage, clock: Clock): KubeletUser | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return undefined;
  const certificate = socket.getPeerX509Certificate();
  // Connections live long.
  if (certificate === undefined || certificate.validToDate <= clock.now()) return undefined;
  const { commonName, organizations } = decodeName(subjectOf(certificate.toString()));
  return commonName === '' ? undefined : { name: commonName, groups: [...organizations, AUTHENTICATED] };
}
