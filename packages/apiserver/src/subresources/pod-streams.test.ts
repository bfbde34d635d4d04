import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closed, startFakeKubelet, type FakeKubelet } from '../testing/fake-kubelet.ts';
import { createNode, createPod } from '../testing/node-and-pod.ts';
import { rawConnection, type RawConnection } from '../testing/raw-connection.ts';
import { startTestApi, type TestApi } from '../testing/start-test-api.ts';

let api: TestApi;
let kubelet: FakeKubelet;
const pods = '/api/v1/namespaces/default/pods';

beforeAll(async () => {
  api = await startTestApi();
  kubelet = await startFakeKubelet({ authority: api.authority });
  await createNode(api, { name: 'n1', port: kubelet.port });
  await createPod(api, { name: 'web', node: 'n1' });
  await createPod(api, { name: 'two', node: 'n1', containers: ['a', 'b'] });
  await createPod(api, { name: 'waiting' });
  await createNode(api, { name: 'off', port: 1 });
  await createPod(api, { name: 'lost', node: 'off' });
});
afterAll(async () => {
  await kubelet.stop();
  await api.stop();
});
beforeEach(() => {
  kubelet.requests.length = 0;
});

const SWITCHING =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: SPDY/3.1\r\nConnection: Upgrade\r\nX-Stream-Protocol-Version: v4.channel.k8s.io\r\n\r\n';

interface Asking {
  readonly method?: string;
  readonly headers?: readonly string[];
  /** Sent with the request, without waiting for the answer. */
  readonly early?: string;
  readonly authorization?: string;
}

/** Sends a request for an upgrade by hand. */
async function ask(path: string, { method = 'POST', headers = [], early = '' }: Asking = {}): Promise<RawConnection> {
  const connection = await rawConnection(api);
  const lines = [
    `${method} ${pods}/${path} HTTP/1.1`,
    'Host: cluster',
    'Connection: Upgrade',
    'Upgrade: SPDY/3.1',
    ...headers,
  ];
  connection.send(`${lines.join('\r\n')}\r\n\r\n${early}`);
  return connection;
}

/** The kubelet's end of the next connection that is upgraded. */
function nextUpgrade(answer = SWITCHING): Promise<{ request: IncomingMessage; socket: TLSSocket; head: Buffer }> {
  return new Promise((resolve) => {
    kubelet.upgrade = (request, socket, head) => {
      socket.write(answer);
      resolve({ request, socket, head });
    };
  });
}

const received = async (socket: TLSSocket): Promise<string> => {
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  return chunk.toString();
};

describe('what the kubelet is asked', () => {
  it.each([
    [
      'exec',
      'web/exec?command=sh&command=-c&command=a+b&stdin=true&stdout=1&stderr=false&tty=true',
      '/exec/default/web/main?command=sh&command=-c&command=a+b&input=1&output=1&tty=1',
    ],
    ['attach', 'two/attach?container=b&stdout=true&stderr=true', '/attach/default/two/b?error=1&output=1'],
    ['port-forward', 'web/portforward', '/portForward/default/web'],
    [
      'port-forward of a WebSocket',
      'web/portforward?ports=80,443&ports=8080',
      '/portForward/default/web?port=80%2C443%2C8080',
    ],
  ])('%s', async (_name, path, url) => {
    const upgrade = nextUpgrade();
    const connection = await ask(path);
    await connection.until(/101 Switching/);
    expect((await upgrade).request.url).toBe(url);
    expect(kubelet.requests).toMatchObject([{ method: 'POST', client: { O: 'system:masters' } }]);
    connection.socket.destroy();
  });

  it('with the headers of the client, except those that are for this server', async () => {
    const upgrade = nextUpgrade();
    const connection = await ask('web/exec?command=ls', {
      headers: [
        'X-Stream-Protocol-Version: v4.channel.k8s.io',
        'X-Stream-Protocol-Version: v3.channel.k8s.io',
        'Authorization: Bearer secret',
        'Impersonate-User: admin',
        'Impersonate-Group: system:masters',
        'X-Remote-User: root',
        'X-Forwarded-For: 10.1.1.1',
        'Content-Length: 0',
        'User-Agent: kubectl',
      ],
    });
    await connection.until(/101 Switching/);
    const { rawHeaders, headers } = (await upgrade).request;
    expect(rawHeaders.filter((text) => text.endsWith('.channel.k8s.io'))).toEqual([
      'v4.channel.k8s.io',
      'v3.channel.k8s.io',
    ]);
    expect(headers).toMatchObject({
      upgrade: 'SPDY/3.1',
      connection: 'Upgrade',
      'user-agent': 'kubectl',
      host: 'cluster',
    });
    expect(headers['x-forwarded-for']).toBe('10.1.1.1, 127.0.0.1');
    expect(Object.keys(headers).filter((name) => /^(authorization|impersonate|x-remote)/.test(name))).toEqual([]);
    connection.socket.destroy();
  });
});

describe('a token among the protocols of a WebSocket', () => {
  it('says who asks, and goes no further', async () => {
    const { json } = await api.send('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', {
      body: { spec: {} },
    });
    const { token } = json.status as { token: string };
    const binding = {
      metadata: { name: 'exec' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
    };
    await api.send('POST', '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings', { body: binding });
    const upgrade = nextUpgrade();
    const { ca } = api.pki;
    const connection = await rawConnection({ port: api.port, pki: { ca } });
    const hidden = `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}`;
    connection.send(
      `GET ${pods}/web/exec?command=ls&stdout=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAA\r\nSec-WebSocket-Protocol: v5.channel.k8s.io, ${hidden}\r\n\r\n`,
    );
    await connection.until(/101 Switching/);
    const { headers } = (await upgrade).request;
    expect(headers['sec-websocket-protocol']).toBe('v5.channel.k8s.io');
    expect(JSON.stringify(headers)).not.toContain('bearer');
    connection.socket.destroy();
  });
});

describe('once both have agreed', () => {
  it('every byte goes through, also those sent before', async () => {
    const upgrade = nextUpgrade(`${SWITCHING}early from kubelet`);
    const connection = await ask('web/exec?command=ls', { early: 'early from client' });
    expect(await connection.until(/early from kubelet/)).toBe(`${SWITCHING}early from kubelet`);
    const { socket, head } = await upgrade;
    expect(head.length === 0 ? await received(socket) : head.toString()).toBe('early from client');
    connection.send(Buffer.from([0, 255, 1]));
    expect(await received(socket)).toBe(Buffer.from([0, 255, 1]).toString());
    socket.write('answer');
    await connection.until(/answer/);
    connection.socket.destroy();
    await closed(socket);
  });

  it('what the kubelet says last arrives before the end', async () => {
    const upgrade = nextUpgrade();
    const connection = await ask('web/exec?command=ls');
    await connection.until(/101 Switching/);
    const { socket } = await upgrade;
    socket.end(`${'x'.repeat(1_000_000)}end`);
    const all = await connection.ended();
    expect(all.endsWith('xend')).toBe(true);
    expect(all).toHaveLength(SWITCHING.length + 1_000_003);
  });

  it('the end of the client is the end of the connection to the kubelet', async () => {
    const upgrade = nextUpgrade();
    const connection = await ask('web/exec?command=ls');
    await connection.until(/101 Switching/);
    const { socket } = await upgrade;
    socket.resume();
    connection.socket.end('last words');
    await closed(socket);
    expect(kubelet.connections.size).toBe(0);
  });

  it('a client that does not wait for the kubelet to agree is not waited for either', async () => {
    const asked = new Promise<TLSSocket>((resolve) => {
      kubelet.upgrade = (_request, socket) => resolve(socket.resume());
    });
    const connection = await ask('web/exec?command=ls', { early: 'early' });
    const socket = await asked;
    connection.socket.end();
    await closed(socket);
    expect(kubelet.connections.size).toBe(0);
  });

  it('a client that takes nothing stops the kubelet', async () => {
    const upgrade = nextUpgrade();
    const connection = await ask('web/exec?command=ls');
    await connection.until(/101 Switching/);
    const { socket } = await upgrade;
    connection.socket.pause();
    const block = Buffer.alloc(256 * 1024, 'x');
    let sent = 0;
    await new Promise<void>((resolve) => {
      const more = (): void => {
        do sent += block.length;
        while (socket.write(block));
        const stuck = setTimeout(resolve, 300);
        socket.once('drain', () => {
          clearTimeout(stuck);
          more();
        });
      };
      more();
    });
    expect(sent).toBeLessThan(32 * 1024 * 1024);
    connection.socket.destroy();
    await closed(socket);
  });
});

describe('what is no agreement', () => {
  it.each([
    [
      'a refusal',
      'HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\nno such c',
      /^HTTP\/1.1 404 Not Found\r\n[^]*no such c$/,
    ],
    [
      'a refusal that says that it upgrades',
      'HTTP/1.1 403 Forbidden\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 4\r\n\r\nno!!',
      /^HTTP\/1.1 403 Forbidden\r\n[^]*no!!$/,
    ],
    [
      'a success',
      'HTTP/1.1 200 OK\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nContent-Length: 2\r\n\r\nok',
      /500 Internal Server Error[^]*invalid upgrade response: status code 200/,
    ],
    [
      'a way to somewhere else',
      'HTTP/1.1 302 Found\r\nLocation: https://127.0.0.1:1/exec\r\nContent-Length: 0\r\n\r\n',
      /500 Internal Server Error[^]*invalid upgrade response: status code 302/,
    ],
    ['no HTTP', 'garbage\r\n\r\n', /500 Internal Server Error[^]*malformed HTTP response \\"garbage\\"/],
  ])('%s ends both connections, and nothing of the client reaches the kubelet', async (_name, answer, expected) => {
    const upgrade = nextUpgrade(answer);
    const connection = await ask('web/exec?command=ls');
    const { socket, head } = await upgrade;
    let leaked = head.toString();
    socket.on('data', (chunk: Buffer) => (leaked += chunk.toString()));
    await connection.until(/\r\n\r\n/);
    connection.send('GET /pods HTTP/1.1\r\nHost: kubelet\r\n\r\n');
    const all = await connection.ended();
    expect(all).toMatch(expected);
    expect(all).toMatch(/\r\nconnection: close\r\n/i);
    await closed(socket);
    expect(leaked).toBe('');
  });

  it('the end of the connection is told', async () => {
    kubelet.upgrade = (_request, socket) => void socket.destroy();
    expect(await (await ask('web/exec?command=ls')).ended()).toContain('"message":"EOF"');
  });

  it.each([
    ['lost/exec?command=ls', 500, 'error dialing backend: dial tcp 127.0.0.1:1: connect: connection refused'],
    ['waiting/exec?command=ls', 400, 'pod waiting does not have a host assigned'],
    ['two/attach', 400, 'a container name must be specified for pod two, choose one of: [a b]'],
    ['absent/portforward', 404, 'pods \\"absent\\" not found'],
    [
      'web/portforward?ports=http',
      400,
      'cannot convert to []int32: strconv.ParseUint: parsing \\"http\\": invalid syntax',
    ],
    [
      'web/portforward?ports=65536',
      400,
      'cannot convert to []int32: strconv.ParseUint: parsing \\"65536\\": value out of range',
    ],
  ])('%s: %d', async (path, code, message) => {
    const all = await (await ask(path)).ended();
    expect(all).toMatch(new RegExp(`^HTTP/1.1 ${code} `));
    expect(all).toContain(`"message":"${message}"`);
    expect(kubelet.requests).toEqual([]);
  });

  it('a request that asks for no upgrade is told that it has to', async () => {
    const { json } = await api.send('GET', `${pods}/web/exec?command=ls`);
    expect(json).toMatchObject({ code: 400, message: 'Upgrade request required' });
  });

  it('on another path the wish is not heard', async () => {
    const connection = await rawConnection(api);
    connection.send(`GET ${pods}/web HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`);
    expect(await connection.until(/"name":"web"/)).toMatch(/^HTTP\/1.1 200 OK/);
    connection.socket.destroy();
  });

  it('who is not known is told so', async () => {
    const connection = await rawConnection({ port: api.port, pki: { ca: api.pki.ca } });
    connection.send(`POST ${pods}/web/exec HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n\r\n`);
    expect(await connection.ended()).toMatch(/^HTTP\/1.1 401 Unauthorized\r\n/);
  });
});

describe('who may', () => {
  it('needs leave to create, however the connection begins', async () => {
    const role = {
      metadata: { name: 'looker' },
      rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get'] }],
    };
    const rbac = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';
    await api.send('POST', `${rbac}/roles`, { body: role });
    const body = {
      metadata: { name: 'looker' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'looker' },
      subjects: [{ kind: 'User', name: 'jane', apiGroup: 'rbac.authorization.k8s.io' }],
    };
    await api.send('POST', `${rbac}/rolebindings`, { body });
    const get = await ask('web/exec?command=ls', { method: 'GET', headers: ['Impersonate-User: jane'] });
    expect(await get.ended()).toMatch(/^HTTP\/1.1 403 [^]*"message":"pods \\"web\\" is forbidden: /);
    const post = await ask('web/exec?command=ls', { headers: ['Impersonate-User: jane'] });
    expect(await post.ended()).toContain('User \\"jane\\" cannot create resource \\"pods/exec\\"');
    expect(kubelet.requests).toEqual([]);
  });
});
