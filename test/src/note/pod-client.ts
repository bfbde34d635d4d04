// A client in a pod: what the inside of the cluster sees of Services, one new connection for each request.

import type { NoteNamespace } from './note-namespaces.ts';

export interface PodClient {
  /** What a URL answers, as often as it is asked; `! CODE` when there is no answer. A certificate may be anybody's. */
  ask(url: string, times?: number): Promise<readonly string[]>;
  /** Records of the cluster's DNS, as `node:dns` tells them. @throws when there are none */
  resolve(name: string, type: 'A' | 'CNAME' | 'SRV'): Promise<readonly unknown[]>;
  /** Whether an address answers to ICMP echo within two seconds. */
  pings(address: string): Promise<boolean>;
  /** What a datagram is answered with. @throws when there is no answer within five seconds */
  sendDatagram(to: { readonly host: string; readonly port: number; readonly text: string }): Promise<string>;
}

const asking = `
  const [url, times] = process.argv.slice(1);
  const ask = () => new Promise((answer) => {
    const { get } = require(new URL(url).protocol.slice(0, -1));
    const request = get(url, { agent: false, rejectUnauthorized: false, timeout: 3000 }, (response) => {
      let text = '';
      response.on('data', (part) => (text += part)).on('end', () => answer(text.trim()));
    });
    request.on('timeout', () => request.destroy(new Error('timeout')));
    request.on('error', ({ code, message }) => answer('! ' + (code ?? message)));
  });
  const answers = [];
  for (let at = 0; at < Number(times); at += 1) answers.push(await ask());
  console.log(JSON.stringify(answers));
`;

const resolving = `
  const [name, type] = process.argv.slice(1);
  console.log(JSON.stringify(await require('node:dns').promises.resolve(name, type)));
`;

const sending = `
  const [host, port, text] = process.argv.slice(1);
  const socket = require('node:dgram').createSocket('udp4');
  setTimeout(() => process.exit(1), 5000);
  const answer = new Promise((done) => socket.on('message', (message) => done(String(message))));
  socket.send(text, Number(port), host);
  console.log(JSON.stringify(await answer));
  process.exit(0);
`;

/** Echo request, made by hand: the image has no ping. Ends with 0 when it is answered. */
const pinging = `
  use Socket;
  my ($address) = @ARGV;
  socket(my $socket, PF_INET, SOCK_RAW, 1) or die "no socket: $!";
  my $body = pack('C2 n3', 8, 0, 0, $$ & 0xffff, 1);
  my $sum = 0;
  $sum += $_ for unpack('n*', $body);
  $sum = ($sum >> 16) + ($sum & 0xffff) while $sum >> 16;
  substr($body, 2, 2) = pack('n', ~$sum & 0xffff);
  unless (send($socket, $body, 0, sockaddr_in(0, inet_aton($address)))) { print 'false'; exit 0; }
  my $end = time + 2;
  while (time <= $end) {
    my $ready = '';
    vec($ready, fileno($socket), 1) = 1;
    next unless select($ready, undef, undef, 0.5) > 0;
    my $from = recv($socket, my $packet, 1500, 0);
    my ($type, $code, $check, $id) = unpack('C2 n2', substr($packet, 20));
    if ($type == 0 && $id == ($$ & 0xffff) && inet_ntoa((sockaddr_in($from))[1]) eq $address) { print 'true'; exit 0; }
  }
  print 'false';
`;

/**
 * Starts the pod and waits for it.
 * @param namespace where it is: names of Services of others need their namespace
 */
export async function startPodClient(namespace: NoteNamespace): Promise<PodClient> {
  await namespace.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'client', labels: { app: 'client' } },
    spec: { containers: [{ name: 'client', image: 'luksa/kubia', imagePullPolicy: 'Never' }] },
  });
  await namespace.ready('app=client', 1);
  const exec = (command: readonly string[]): Promise<string> => namespace.run(['exec', 'client', '--', ...command]);
  const node = async (script: string, args: readonly unknown[]): Promise<unknown> =>
    JSON.parse(await exec(['node', '-e', `(async () => {${script}})()`, ...args.map(String)]));
  return {
    ask: async (url, times = 1) => (await node(asking, [url, times])) as readonly string[],
    resolve: async (name, type) => (await node(resolving, [name, type])) as readonly unknown[],
    pings: async (address) => (await exec(['perl', '-e', pinging, address])) === 'true',
    sendDatagram: async ({ host, port, text }) => (await node(sending, [host, port, text])) as string,
  };
}
