/** A server in place of a kubelet: it notes what it is asked and answers as a test says. */
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { starting, type Running } from '@wherry/component';
import { issueServingCertificate, type CertifiedKey } from '@wherry/pki';

export interface FakeKubeletOptions {
  /** Signs its certificate. */
  readonly authority: CertifiedKey;
  /** @default 127.0.0.1 */
  readonly hosts?: readonly string[];
}

export interface FakeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** The subject of the client's certificate: common name and organisation. */
  readonly client: { readonly CN?: string; readonly O?: string };
}

export type FakeUpgrade = (request: IncomingMessage, socket: TLSSocket, head: Buffer) => void;

export interface FakeKubelet extends Running {
  readonly port: number;
  readonly requests: FakeRequest[];
  /** Connections that are open. */
  readonly connections: ReadonlySet<TLSSocket>;
  /** @default 404 */
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** @default 403 */
  upgrade: FakeUpgrade;
}

export function startFakeKubelet({ authority, hosts = ['127.0.0.1'] }: FakeKubeletOptions): Promise<FakeKubelet> {
  return starting(async (own) => {
    const { key, certificate } = issueServingCertificate({ authority, commonName: 'kubelet', hosts, now: new Date() });
    const server = createServer({ key, cert: certificate, requestCert: true, rejectUnauthorized: false });
    const connections = new Set<TLSSocket>();
    const requests: FakeRequest[] = [];
    const note = ({ method = '', url = '', headers, socket }: IncomingMessage): void => {
      // The server only listens with TLS.
      const { CN, O } = (socket as TLSSocket).getPeerCertificate().subject ?? {};
      requests.push({ method, url, headers, client: { ...only('CN', CN), ...only('O', O) } });
    };
    const kubelet = {
      port: 0,
      requests,
      connections,
      answer: (_request: IncomingMessage, response: ServerResponse) => void response.writeHead(404).end('no such path'),
      upgrade: (_request: IncomingMessage, socket: TLSSocket, _head: Buffer) =>
        void socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno'),
    };
    server.on('secureConnection', (socket) => {
      connections.add(socket);
      socket.on('error', () => undefined).on('close', () => connections.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      note(request);
      kubelet.answer(request, response);
    });
    server.on('upgrade', (request: IncomingMessage, socket, head: Buffer) => {
      note(request);
      kubelet.upgrade(request, socket as TLSSocket, head);
    });
    own(() => close(server, connections));
    await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0 }, resolve));
    kubelet.port = (server.address() as AddressInfo).port;
    return kubelet;
  });
}

const only = (name: 'CN' | 'O', value: string | string[] | undefined): Partial<Record<'CN' | 'O', string>> =>
  value === undefined ? {} : { [name]: [value].flat().join(',') };

function close(server: Server, connections: ReadonlySet<TLSSocket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of connections) socket.destroy();
  });
}

/** Resolves when a connection is over, in whichever way. */
export function closed(socket: TLSSocket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve();
    else socket.once('close', () => resolve());
  });
}
