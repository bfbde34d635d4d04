// The process that stands in a network namespace for one machine or pod of the network lab: it serves and asks on
// command, so that a test need not start a process for every packet.

import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { connect, createServer, isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Command, Question } from './station-command.ts';

let isLoading = false;

/** Machines are busy, and what waits for silence says for how long. */
const PATIENCE_MS = 5000;
const hasIpv6 = existsSync('/proc/net/if_inet6');

async function obey(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'serve':
      for (const port of command.ports) await serve(command.name, port);
      return undefined;
    case 'ask':
      return ask(command);
    case 'resolve': {
      const resolver = new Resolver({ timeout: 5000, tries: 2 });
      resolver.setServers([command.server]);
      return resolver.resolve4(command.host).catch((error: NodeJS.ErrnoException) => [error.code ?? error.message]);
    }
    case 'begin-load':
      isLoading = true;
      load = carryLoad(command);
      return undefined;
    case 'end-load':
      isLoading = false;
      return load;
  }
}

/** Answers every connection and datagram with its own name and the address that it sees. */
async function serve(name: string, port: number): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(`${name} ${plain(socket.remoteAddress)}`);
  });
  await new Promise<void>((resolve) => server.listen(port, hasIpv6 ? '::' : '0.0.0.0', resolve));
  for (const type of hasIpv6 ? (['udp4', 'udp6'] as const) : (['udp4'] as const)) {
    const socket = createSocket({ type, ipv6Only: type === 'udp6' });
    socket.on('message', (_, from) => socket.send(`${name} ${plain(from.address)}`, from.port, from.address));
    await new Promise<void>((resolve) => socket.bind(port, resolve));
  }
}

const plain = (address = ''): string => address.replace(/^::ffff:/, '');

async function ask(question: Question): Promise<string[]> {
  const answers: string[] = [];
  for (let left = question.times ?? 1; left > 0; left -= 1) {
    answers.push(await (question.protocol === 'udp' ? askUdp(question) : askTcp(question)));
  }
  return answers;
}

function askTcp({ host, port, patience = PATIENCE_MS }: Question): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let answer = '';
    socket.setTimeout(patience, () => socket.destroy(Object.assign(new Error('silence'), { code: 'SILENCE' })));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve(answer));
  });
}

function askUdp({ host, port, from = 0, patience = PATIENCE_MS }: Question): Promise<string> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    const timer = setTimeout(() => settle('SILENCE'), patience);
    const settle = (answer: string): void => {
      clearTimeout(timer);
      socket.close(() => resolve(answer));
    };
    socket.on('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    socket.on('message', (message) => settle(message.toString()));
    socket.bind(from, () => socket.connect(port, host, () => socket.send('?')));
  });
}

let load: Promise<Record<string, number>> | undefined;

/** One connection after the other, as long as it is let; how often it got which answer. */
async function carryLoad(question: Question): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  while (isLoading) {
    const [answer = ''] = await ask(question);
    const word = answer.split(' ')[0] ?? '';
    counts[word] = (counts[word] ?? 0) + 1;
    await sleep(1);
  }
  return counts;
}

process.on('message', ({ id, command }: { readonly id: number; readonly command: Command }) => {
  void obey(command).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.({ id: 0 });
