/**
 * Opens connections to other servers: to kubelets, pods and whatever a Service stands for. A name is looked up once, and
 * what was found is what is connected to, so that nobody can show one address to a check and another one afterwards.
 */
import { lookup as lookUpName } from 'node:dns/promises';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { Clock } from '@wherry/component';
import { dialFailure, handshakeFailure, lookupFailure } from './network-failure.ts';

/** Whom to believe, and who one is oneself. All in PEM. */
export interface Tls {
  /** The authority that vouches for the server; undefined: any certificate will do. */
  readonly authority?: string;
  readonly certificate?: string;
  readonly key?: string;
}

export interface Target {
  /** The name or address that the server's certificate is for. */
  readonly host: string;
  readonly port: number;
  /** The address of the host. @default looked up */
  readonly address?: string;
  /** undefined: no TLS. */
  readonly tls?: Tls;
}

export interface Dialer {
  /** The address of a host. @throws NetworkFailure */
  resolve(host: string): Promise<string>;
  /** Connects; with TLS, when the handshake is done. @throws NetworkFailure, or what the signal says */
  connect(target: Target, signal: AbortSignal): Promise<Socket>;
}

export interface DialerOptions {
  readonly clock: Pick<Clock, 'after'>;
  /** How a TCP connection is begun. @default node:net's */
  readonly connect?: (to: { readonly host: string; readonly port: number }) => Socket;
}

const CONNECT_MS = 30_000;
const HANDSHAKE_MS = 10_000;
/** Finds out about peers that vanished without a word. */
const KEEP_ALIVE_MS = 30_000;

export function createDialer({ clock, connect = connectTcp }: DialerOptions): Dialer {
  const resolve: Dialer['resolve'] = async (host) => {
    if (isIP(host) !== 0) return host;
    try {
      return (await lookUpName(host)).address;
    } catch (error) {
      throw lookupFailure(host, error);
    }
  };
  return {
    resolve,
    async connect(target, signal) {
      const { port, tls } = target;
      const host = target.address ?? (await resolve(target.host));
      const socket = connect({ host, port });
      // A peer or a client that goes away is noticed where it matters.
      socket.on('error', ignore);
      const where = hostAndPort(host, port);
      await opened(socket, {
        event: 'connect',
        clock,
        signal,
        within: CONNECT_MS,
        failure: (e) => dialFailure(where, e),
      });
      socket.setNoDelay(true).setKeepAlive(true, KEEP_ALIVE_MS);
      if (tls === undefined) return socket;
      const secured = connectTls({ ...tlsOptions(target.host, tls), socket });
      secured.on('error', ignore);
      const event = 'secureConnect';
      await opened(secured, { event, clock, signal, within: HANDSHAKE_MS, failure: handshakeFailure });
      return secured;
    },
  };
}

/** `10.0.0.1:80`, `[fd00::1]:80`. */
export const hostAndPort = (host: string, port: number | string): string =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

function tlsOptions(host: string, { authority, certificate, key }: Tls): ConnectionOptions {
  return {
    host,
    // Addresses have no place in this part of the handshake.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ...(authority === undefined ? { rejectUnauthorized: false } : { ca: authority }),
    ...(certificate === undefined ? {} : { cert: certificate }),
    ...(key === undefined ? {} : { key }),
    ALPNProtocols: ['http/1.1'],
  };
}

interface Opening {
  readonly event: 'connect' | 'secureConnect';
  readonly clock: Pick<Clock, 'after'>;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly within: number;
  readonly failure: (error: unknown) => Error;
}

function opened(socket: Socket, { event, clock, signal, within, failure }: Opening): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      timer.cancel();
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError).off('close', onClose).off(event, onOpen);
      act();
    };
    const give = (error: unknown): void =>
      settle(() => {
        socket.destroy();
        reject(error instanceof Error ? error : new Error(String(error)));
      });
    const onOpen = (): void => settle(resolve);
    const onError = (error: Error): void => give(failure(error));
    const onClose = (): void => give(failure(withCode('ECONNRESET')));
    const onAbort = (): void => give(signal.reason);
    const timer = clock.after(within, () => give(failure(withCode('ETIMEDOUT'))));
    socket.on('error', onError).on('close', onClose).on(event, onOpen);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

const withCode = (code: string): Error => Object.assign(new Error(code), { code });

const ignore = (): void => undefined;
