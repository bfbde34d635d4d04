/** Leads datagrams to endpoints: what comes from one port of a client is a flow, and goes to one endpoint. */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { releasing, type Clock, type Timer } from '@wherry/component';
import type { TableEndpoint } from '../service-table.ts';
import type { Balancer } from './balancer.ts';
import type { Listener } from './listener.ts';

/** A flow that is silent for so many milliseconds is over, as in the kernel. */
const IDLE_MS = 120_000;

export interface UdpListenerOptions {
  readonly address: string;
  readonly port: number;
  readonly balancer: Balancer;
  readonly clock: Clock;
}

interface Flow {
  readonly socket: Socket;
  readonly endpoint: TableEndpoint;
  timer: Timer;
}

/** @throws Error, in the promise, when the address cannot be had */
export async function listenUdp({ address, port, balancer, clock }: UdpListenerOptions): Promise<Listener> {
  const flows = new Map<string, Flow>();
  const server = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
  const end = (key: string): void => {
    const flow = flows.get(key);
    flows.delete(key);
    flow?.timer.cancel();
    flow?.socket.close();
  };
  const open = (key: string, from: { readonly address: string; readonly port: number }): Flow | undefined => {
    const [endpoint] = balancer.choose(from.address);
    if (endpoint === undefined) return undefined;
    balancer.remember(from.address, endpoint);
    const socket = createSocket(isIPv6(endpoint.ip) ? 'udp6' : 'udp4');
    socket.on('error', () => end(key));
    socket.on('message', (message) => server.send(message, from.port, from.address));
    // An ephemeral port is bound by sending; to be connected only lets errors come back.
    socket.connect(endpoint.port, endpoint.ip);
    const flow = { socket, endpoint, timer: clock.after(IDLE_MS, () => end(key)) };
    flows.set(key, flow);
    return flow;
  };
  server.on('message', (message, from) => {
    const key = `${from.address} ${from.port}`;
    const flow = flows.get(key) ?? open(key, from);
    if (flow === undefined) return;
    flow.timer.cancel();
    flow.timer = clock.after(IDLE_MS, () => end(key));
    forward(flow.socket, message);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.bind(port, address, resolve);
  });
  server.on('error', () => undefined);
  const running = releasing(async () => {
    for (const key of flows.keys()) end(key);
    await new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return Object.assign(running, {
    changed() {
      for (const [key, { endpoint }] of flows) if (!balancer.has(endpoint)) end(key);
    },
  });
}

/** Datagrams may be lost; one that comes before the socket is connected waits for that. */
function forward(socket: Socket, message: Buffer): void {
  try {
    socket.remoteAddress();
    socket.send(message, () => undefined);
  } catch {
    socket.once('connect', () => socket.send(message, () => undefined));
  }
}
