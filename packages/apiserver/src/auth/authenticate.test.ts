import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { type AuthenticationRequest, createAuthenticator } from './authenticate.ts';
import { bearerToken, webSocketToken } from './bearer-token.ts';
import { type PeerCertificate } from './peer-certificate.ts';
import { TokenError, unionTokens } from './token-authenticator.ts';

const clock = fakeClock(new Date('2026-01-01T00:00:00Z'));
const later = new Date('2026-06-01T00:00:00Z');
const jane = { name: 'jane', groups: ['system:authenticated'], extra: {} };
const authenticator = createAuthenticator({
  tokens: unionTokens([
    {
      authenticate: (token, audiences) => {
        if (token === 'old') return Promise.reject(new TokenError('service account token has expired'));
        return Promise.resolve(
          token === 'good' ? { user: { name: 'bot', groups: [], extra: {} }, audiences } : undefined,
        );
      },
    },
  ]),
  audiences: ['api'],
  requestHeaderNames: ['front-proxy-client'],
  clock,
});

function ask(
  headers: Record<string, string | string[]>,
  { path = '/api/v1/pods', peer }: { path?: string; peer?: PeerCertificate } = {},
) {
  const pairs = Object.entries(headers).flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]));
  const joined = Object.entries(headers).map(([name, values]) => [name.toLowerCase(), [values].flat().join(', ')]);
  const request: AuthenticationRequest = { headers: Object.fromEntries(joined), rawHeaders: pairs, path, peer };
  return authenticator.authenticate(request);
}
const peer = (more: Partial<PeerCertificate> = {}): PeerCertificate => ({
  commonName: 'jane',
  notAfter: later,
  isFrontProxy: false,
  ...more,
});
const proxy = peer({ commonName: 'front-proxy-client', isFrontProxy: true, problem: 'unknown authority' });

describe('createAuthenticator', () => {
  it('knows a user by certificate', async () => {
    expect(await ask({}, { peer: peer({ user: jane }) })).toEqual({ user: jane, problems: [] });
  });

  it('does not take a certificate that ends while its connection lives', async () => {
    expect(await ask({}, { peer: peer({ user: jane, notAfter: new Date('2026-01-01T00:00:00Z') }) })).toEqual({
      problems: ['verifying certificate of "jane" failed: it has expired'],
    });
  });

  it('knows a user by token, as an authenticated one', async () => {
    expect((await ask({ Authorization: 'Bearer good' })).user).toEqual({
      name: 'bot',
      groups: ['system:authenticated'],
      extra: {},
    });
  });

  it('prefers the certificate to the token, and takes the token where the certificate fails', async () => {
    const headers = { Authorization: 'Bearer good' };
    expect((await ask(headers, { peer: peer({ user: jane }) })).user?.name).toBe('jane');
    expect((await ask(headers, { peer: peer({ problem: 'expired' }) })).user?.name).toBe('bot');
  });

  it.each(['/healthz', '/livez', '/readyz'])('lets anybody see %s', async (path) => {
    expect((await ask({}, { path })).user).toEqual({
      name: 'system:anonymous',
      groups: ['system:unauthenticated'],
      extra: {},
    });
  });

  it.each(['/', '/api', '/version', '/healthz/ping', '/healthz/', '/metrics'])(
    'lets nobody see %s unknown',
    async (path) => {
      expect(await ask({}, { path })).toEqual({ problems: [] });
    },
  );

  it.each([
    ['a wrong token', { Authorization: 'Bearer bad' }, undefined, 'invalid bearer token'],
    ['an expired token', { Authorization: 'Bearer old' }, undefined, 'service account token has expired'],
    ['a certificate of a stranger', {}, peer({ problem: 'unknown authority' }), 'unknown authority'],
  ])('never takes %s for no credentials', async (_name, headers, certificate, problem) => {
    const outcome = await ask(headers as Record<string, string>, {
      path: '/healthz',
      ...(certificate === undefined ? {} : { peer: certificate }),
    });
    expect(outcome).toEqual({ problems: [problem] });
  });

  describe('behind a front proxy', () => {
    const headers = {
      'X-Remote-User': 'jane',
      'X-Remote-Uid': 'u-1',
      'X-Remote-Group': ['devs', 'a, b'],
      'X-Remote-Extra-Acme.com%2Fproject': ['some', 'other'],
      'X-Remote-Extra-Name': Buffer.from('Zoë').toString('latin1'),
    };

    it('knows the user that the proxy names', async () => {
      expect((await ask(headers, { peer: proxy })).user).toEqual({
        name: 'jane',
        uid: 'u-1',
        groups: ['devs', 'a, b', 'system:authenticated'],
        extra: { 'acme.com/project': ['some', 'other'], name: ['Zoë'] },
      });
    });

    it.each<[string, PeerCertificate | undefined]>([
      ['nobody', undefined],
      ['a user', peer({ user: jane })],
      ['a front proxy of another name', { ...proxy, commonName: 'evil' }],
    ])('takes no such headers from %s', async (_name, certificate) => {
      const outcome = await ask(
        { ...headers, 'X-Remote-User': 'root' },
        certificate === undefined ? {} : { peer: certificate },
      );
      expect(outcome.user?.name).toBe(certificate?.user?.name);
    });

    it('knows nobody when the proxy names nobody', async () => {
      expect(await ask({ 'X-Remote-Group': 'system:masters' }, { peer: proxy })).toEqual({ problems: [] });
    });
  });

  it('finds a token among the WebSocket protocols, and takes it out', async () => {
    const headers = {
      Upgrade: 'websocket',
      Connection: 'keep-alive, Upgrade',
      'Sec-WebSocket-Protocol': `v5.channel.k8s.io, base64url.bearer.authorization.k8s.io.${Buffer.from('good').toString('base64url')}, x`,
    };
    expect(await ask(headers)).toMatchObject({ user: { name: 'bot' }, webSocketProtocols: ['v5.channel.k8s.io', 'x'] });
  });
});

describe('bearerToken', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer abc def', 'abc'],
    ['  Bearer abc ', 'abc'],
    ['Bearer', undefined],
    ['Bearer  abc', undefined],
    ['Basic abc', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j gives %j', (header, token) => {
    expect(bearerToken(header)).toBe(token);
  });
});

describe('webSocketToken', () => {
  const read = (protocols: string, headers = { upgrade: 'WebSocket', connection: 'upgrade' }) =>
    webSocketToken({ ...headers, 'sec-websocket-protocol': protocols });
  const token = 'base64url.bearer.authorization.k8s.io.YWJj';

  it('needs a WebSocket request', () => {
    expect(read(`${token},x`)).toEqual({ token: 'abc', protocols: ['x'] });
    expect(read(`${token},x`, { upgrade: 'SPDY/3.1', connection: 'upgrade' })).toBeUndefined();
    expect(read(`${token},x`, { upgrade: 'websocket', connection: 'keep-alive' })).toBeUndefined();
    expect(read('x')).toBeUndefined();
  });

  it.each([
    ['two tokens', `${token},${token},x`, 'multiple base64.bearer.authorization tokens specified'],
    ['a token alone', token, 'missing additional subprotocol'],
    ['padding', `${token}=,x`, 'invalid base64.bearer.authorization token encoding'],
    ['no base64', 'base64url.bearer.authorization.k8s.io.?,x', 'invalid base64.bearer.authorization token encoding'],
    ['no UTF-8', 'base64url.bearer.authorization.k8s.io._w,x', 'invalid base64.bearer.authorization token'],
  ])('refuses %s', (_name, protocols, message) => {
    expect(() => read(protocols)).toThrow(message);
  });
});
