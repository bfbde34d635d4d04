/** Finds out who makes the request; nobody gets past this filter unnamed. */
import type { TLSSocket } from 'node:tls';
import { unauthorized } from '@wherry/api';
import type { Clock, Log } from '@wherry/component';
import type { AuthenticationOutcome, Authenticator } from '../auth/authenticate.ts';
import { judgePeer, shownChain, type PeerAuthorities, type PeerCertificate } from '../auth/peer-certificate.ts';
import type { Exchange, Filter } from '../handlers/exchange.ts';

export interface AuthenticateOptions {
  readonly authenticator: Authenticator;
  readonly authorities: PeerAuthorities;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
}

/** @throws StatusError 401, in the chain, for wrong credentials or none */
export function authenticate({ authenticator, authorities, clock, log }: AuthenticateOptions): Filter {
  // A certificate is judged once a connection: the handshake has proved who is at its other end.
  const judged = new WeakMap<object, PeerCertificate>();
  const peerOf = (socket: TLSSocket): PeerCertificate | undefined => {
    const known = judged.get(socket);
    if (known !== undefined) return known;
    const peer = judgePeer(shownChain(socket.getPeerCertificate(true)), authorities, clock.now());
    if (peer !== undefined) judged.set(socket, peer);
    return peer;
  };
  const admit = (exchange: Exchange, { user, webSocketProtocols, problems }: AuthenticationOutcome): void => {
    const { request, info } = exchange;
    if (user === undefined) {
      if (problems.length > 0)
        log.info('request not authenticated', { path: info.path, problems: problems.join('; ') });
      throw unauthorized('Unauthorized');
    }
    exchange.user = user;
    // What is passed on to another server must carry no credentials of this one.
    if (request.headers.authorization !== undefined) delete request.headers.authorization;
    if (webSocketProtocols !== undefined) request.headers['sec-websocket-protocol'] = webSocketProtocols.join(', ');
  };
  return (next) => {
    const goOnLater = async (exchange: Exchange, outcome: Promise<AuthenticationOutcome>): Promise<void> => {
      admit(exchange, await outcome);
      await next(exchange);
    };
    return (exchange) => {
      const { request, info } = exchange;
      const outcome = authenticator.authenticate({
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        path: info.path,
        // The server only listens with TLS.
        peer: peerOf(request.socket as TLSSocket),
      });
      if (outcome instanceof Promise) return goOnLater(exchange, outcome);
      admit(exchange, outcome);
      return next(exchange);
    };
  };
}
