/**
 * Finding out who makes a request: the ways to say it are tried in order, the first that succeeds counts. Credentials
 * that are wrong are never taken for none.
 */
import { type IncomingHttpHeaders } from 'node:http';
import { type Clock } from '@wherry/component';
import { bearerToken, webSocketToken } from './bearer-token.ts';
import { type PeerCertificate } from './peer-certificate.ts';
import { requestHeaderUser } from './request-header.ts';
import { type TokenAuthenticator } from './token-authenticator.ts';
import { anonymous, type UserInfo } from './user.ts';

/** What is known of a request before anybody has said who makes it. */
export interface AuthenticationRequest {
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  /** Without the query. */
  readonly path: string;
  /** The client's certificate as `judgePeer` sees it. */
  readonly peer: PeerCertificate | undefined;
}

/** Who makes a request. Without a user, the answer is 401. */
export interface AuthenticationOutcome {
  readonly user?: UserInfo;
  /** The WebSocket protocols that remain once a token among them has been taken out. */
  readonly webSocketProtocols?: readonly string[];
  /** What was wrong with the credentials, for the log. */
  readonly problems: readonly string[];
}

export interface Authenticator {
  /** At once for whom a certificate identifies, which is most of the cluster; tokens may have to be looked up. */
  authenticate(request: AuthenticationRequest): AuthenticationOutcome | Promise<AuthenticationOutcome>;
}

export interface AuthenticatorOptions {
  readonly tokens: TokenAuthenticator;
  /** The audiences of the apiserver: a token must be meant for one of them. */
  readonly audiences: readonly string[];
  /** Common names that front proxies may have; empty: any. */
  readonly requestHeaderNames: readonly string[];
  /** The paths that need no credentials; exactly these. */
  readonly anonymousPaths?: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
}

/** Without credentials there is health, and nothing else. */
export const HEALTH_PATHS = ['/healthz', '/livez', '/readyz'];

/** Makes the authenticator of the apiserver. */
export function createAuthenticator(options: AuthenticatorOptions): Authenticator {
  const open = new Set(options.anonymousPaths ?? HEALTH_PATHS);
  const withoutCertificate = async (
    request: AuthenticationRequest,
    peer: PeerCertificate | undefined,
  ): Promise<AuthenticationOutcome> => {
    const outcome = await byToken(request, options);
    if (outcome.user !== undefined) return outcome;
    const problems = [...problemsOf(request.peer, peer), ...outcome.problems];
    return problems.length === 0 && open.has(request.path) ? { user: anonymous, problems } : { problems };
  };
  return {
    authenticate(request) {
      const peer = inForce(request.peer, options.clock.now());
      const user =
        requestHeaderUser({ rawHeaders: request.rawHeaders, peer }, options.requestHeaderNames) ?? peer?.user;
      if (user !== undefined) return { user, problems: [] };
      return withoutCertificate(request, peer);
    },
  };
}

async function byToken(
  { headers }: AuthenticationRequest,
  { tokens, audiences }: AuthenticatorOptions,
): Promise<AuthenticationOutcome> {
  const problems: string[] = [];
  const identify = async (token: string): Promise<UserInfo | undefined> => {
    const identity = await tokens.authenticate(token, audiences);
    if (identity === undefined) problems.push('invalid bearer token');
    return identity?.user;
  };
  try {
    const token = bearerToken(headers.authorization);
    const user = token === undefined ? undefined : await identify(token);
    if (user !== undefined) return { user, problems: [] };
  } catch (error) {
    problems.push(messageOf(error));
  }
  try {
    const hidden = webSocketToken(headers);
    const user = hidden === undefined ? undefined : await identify(hidden.token);
    if (user !== undefined && hidden !== undefined) return { user, webSocketProtocols: hidden.protocols, problems: [] };
  } catch (error) {
    problems.push(messageOf(error));
  }
  return { problems };
}

function inForce(peer: PeerCertificate | undefined, now: Date): PeerCertificate | undefined {
  return peer !== undefined && now < peer.notAfter ? peer : undefined;
}

function problemsOf(shown: PeerCertificate | undefined, counted: PeerCertificate | undefined): string[] {
  if (shown === undefined) return [];
  if (counted === undefined)
    return [`verifying certificate of ${JSON.stringify(shown.commonName)} failed: it has expired`];
  // A front proxy that speaks for nobody has no user of its own, and no fault either.
  return shown.problem === undefined || shown.isFrontProxy ? [] : [shown.problem];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
