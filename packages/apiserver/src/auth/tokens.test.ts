import { fakeClock } from '@wherry/component';
import { describe, expect, it } from 'vitest';
import { type BootstrapSecret, bootstrapTokenAuthenticator } from './bootstrap-token.ts';
import { type TokenAuthenticator, TokenError, type TokenIdentity, unionTokens } from './token-authenticator.ts';
import { cachedTokens } from './token-cache.ts';
import { parseTokenFile, tokenFileAuthenticator } from './token-file.ts';

const api = ['https://api'];

describe('parseTokenFile', () => {
  const authenticate = (text: string, token: string, audiences = api) =>
    tokenFileAuthenticator(parseTokenFile(text, 'tokens.csv'), { audiences: api }).authenticate(token, audiences);

  it.each([
    ['three columns', 'abc,jane,1', { name: 'jane', uid: '1', groups: [], extra: {} }],
    ['one group', 'abc,jane,1,devs', { name: 'jane', uid: '1', groups: ['devs'], extra: {} }],
    ['several groups', 'abc,jane,1,"devs,ops"', { name: 'jane', uid: '1', groups: ['devs', 'ops'], extra: {} }],
    ['quotes and an empty uid', '"abc","ja""ne",""', { name: 'ja"ne', groups: [], extra: {} }],
    ['other lines around', 'x,y,z\r\n\r\nabc,jane,1\r\n', { name: 'jane', uid: '1', groups: [], extra: {} }],
  ])('reads %s', async (_name, text, user) => {
    expect((await authenticate(text, 'abc'))?.user).toEqual(user);
  });

  it.each([
    [
      'too few columns',
      'a,b,c\nabc,jane',
      'tokens.csv:2: must have at least 3 columns (token, user name, user uid), found 2',
    ],
    ['groups without quotes', 'abc,jane,1,devs,ops', 'tokens.csv:1: more than 4 columns: put groups in double quotes'],
    ['an open quote', 'abc,"jane,1', 'tokens.csv:1: a double quote where none may be'],
    ['a quote within a column', 'abc,ja"ne,1', 'tokens.csv:1: a double quote where none may be'],
    ['an empty token', ',jane,1', 'tokens.csv:1: the token is empty'],
    ['the same token twice', 'abc,a,1\nabc,b,2', 'tokens.csv:2: the token is on an earlier line already'],
  ])('refuses %s, naming the line', (_name, text, message) => {
    expect(() => parseTokenFile(text, 'tokens.csv')).toThrow(message);
  });

  it('knows no other token, and speaks for no other audience', async () => {
    expect(await authenticate('abc,jane,1', 'abd')).toBeUndefined();
    expect(await authenticate('abc,jane,1', 'abc', ['vault'])).toBeUndefined();
    expect((await authenticate('abc,jane,1', 'abc', ['vault', ...api]))?.audiences).toEqual(api);
  });
});

describe('bootstrapTokenAuthenticator', () => {
  const clock = fakeClock(new Date('2026-01-01T00:00:00Z'));
  const encode = (data: Record<string, string>) =>
    Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]));
  const good = {
    'token-id': 'abcdef',
    'token-secret': '0123456789abcdef',
    'usage-bootstrap-authentication': 'true',
    'auth-extra-groups': 'system:bootstrappers:workers',
    expiration: '2026-01-01T01:00:00Z',
  };
  const secret = (data: Record<string, string> = {}, more: Partial<BootstrapSecret> = {}): BootstrapSecret => ({
    metadata: {},
    type: 'bootstrap.kubernetes.io/token',
    data: encode({ ...good, ...data }),
    ...more,
  });
  const ask = (found: BootstrapSecret | undefined, token = 'abcdef.0123456789abcdef', audiences = api) =>
    bootstrapTokenAuthenticator({
      secret: (name) => Promise.resolve(name === 'bootstrap-token-abcdef' ? found : undefined),
      clock,
      audiences: api,
    }).authenticate(token, audiences);

  it("names the token's user and groups, until it ends", async () => {
    expect(await ask(secret())).toEqual({
      user: {
        name: 'system:bootstrap:abcdef',
        groups: ['system:bootstrappers', 'system:bootstrappers:workers'],
        extra: {},
      },
      audiences: api,
      expiresAt: new Date('2026-01-01T01:00:00Z'),
    });
    expect((await ask(secret({ expiration: '', 'auth-extra-groups': '' })))?.user.groups).toEqual([
      'system:bootstrappers',
    ]);
  });

  it.each<[string, BootstrapSecret | undefined]>([
    ['a Secret that does not exist', undefined],
    ['a Secret being deleted', secret({}, { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } })],
    ['another type', secret({}, { type: 'Opaque' })],
    ['another id inside', secret({ 'token-id': 'abcdeg' })],
    ['another secret', secret({ 'token-secret': '0123456789abcdeX' })],
    ['an empty secret', secret({ 'token-secret': '' })],
    ['a token for signing only', secret({ 'usage-bootstrap-authentication': 'false' })],
    ['an expired token', secret({ expiration: '2026-01-01T00:00:00Z' })],
    ['an expiration that is no time', secret({ expiration: 'soon' })],
    ['a group outside its own', secret({ 'auth-extra-groups': 'system:masters' })],
    ['no data', secret({}, { data: {} })],
  ])('does not know %s', async (_name, found) => {
    expect(await ask(found)).toBeUndefined();
  });

  it.each(['abcdef', 'abcdef.0123456789abcde', 'ABCDEF.0123456789abcdef', 'abcdef.0123456789abcdef\n', ''])(
    'does not look up %j',
    async (token) => {
      expect(await ask(secret(), token)).toBeUndefined();
    },
  );

  it('speaks for no other audience', async () => {
    expect(await ask(secret(), undefined, ['vault'])).toBeUndefined();
  });
});

const fixed = (answer: TokenIdentity | Error | undefined): TokenAuthenticator => ({
  authenticate: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
});
const identity: TokenIdentity = { user: { name: 'jane', groups: ['devs'], extra: {} }, audiences: api };

describe('unionTokens', () => {
  it('takes the first that knows the token, and makes its user an authenticated one', async () => {
    const union = unionTokens([fixed(undefined), fixed(new TokenError('no')), fixed(identity), fixed(undefined)]);
    expect((await union.authenticate('x', api))?.user.groups).toEqual(['devs', 'system:authenticated']);
  });

  it('says all that was wrong when nobody knows it', async () => {
    const union = unionTokens([
      fixed(new TokenError('old')),
      fixed(new TokenError('odd')),
      fixed(new TokenError('old')),
    ]);
    await expect(union.authenticate('x', api)).rejects.toThrow('[old, odd]');
    expect(await unionTokens([fixed(undefined)]).authenticate('x', api)).toBeUndefined();
  });
});

describe('cachedTokens', () => {
  const counting = (answer: () => TokenIdentity | Error | undefined) => {
    const calls: string[] = [];
    const inner: TokenAuthenticator = {
      authenticate(token, audiences) {
        calls.push(`${token} ${audiences.join(',')}`);
        return fixed(answer()).authenticate(token, audiences);
      },
    };
    return { calls, inner };
  };

  it('asks again after ten seconds', async () => {
    const clock = fakeClock();
    const { calls, inner } = counting(() => identity);
    const cached = cachedTokens(inner, { clock });
    for (const wait of [0, 9_999, 1]) {
      await clock.advance(wait);
      await cached.authenticate('t', api);
    }
    expect(calls).toHaveLength(2);
  });

  it('never keeps a token beyond its end', async () => {
    const clock = fakeClock();
    const expiresAt = new Date(clock.now().getTime() + 3000);
    const { calls, inner } = counting(() => ({ ...identity, expiresAt }));
    const cached = cachedTokens(inner, { clock });
    for (const wait of [0, 2999, 1]) {
      await clock.advance(wait);
      await cached.authenticate('t', api);
    }
    expect(calls).toHaveLength(2);
  });

  it('keeps tokens and audiences apart, and remembers no refusal', async () => {
    const { calls, inner } = counting(() =>
      calls.length > 3 ? new TokenError('no') : calls.length > 2 ? undefined : identity,
    );
    const cached = cachedTokens(inner, { clock: fakeClock() });
    await cached.authenticate('a', api);
    await cached.authenticate('a', ['vault']);
    await cached.authenticate('b', api);
    await expect(cached.authenticate('b', api)).rejects.toThrow('no');
    await expect(cached.authenticate('b', api)).rejects.toThrow('no');
    expect(calls).toEqual(['a https://api', 'a vault', 'b https://api', 'b https://api', 'b https://api']);
  });

  it('asks once for requests that come together', async () => {
    const { calls, inner } = counting(() => identity);
    const cached = cachedTokens(inner, { clock: fakeClock() });
    await Promise.all([cached.authenticate('a', api), cached.authenticate('a', api)]);
    expect(calls).toHaveLength(1);
  });

  it('forgets the token that was not used for longest when it is full', async () => {
    const { calls, inner } = counting(() => identity);
    const cached = cachedTokens(inner, { clock: fakeClock(), size: 2 });
    for (const token of ['a', 'b', 'a', 'c', 'a', 'b']) await cached.authenticate(token, api);
    expect(calls.map((call) => call[0])).toEqual(['a', 'b', 'c', 'b']);
  });
});
