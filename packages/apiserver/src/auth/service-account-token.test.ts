import { createHmac, createSign, createVerify, generateKeyPairSync } from 'node:crypto';
import { fakeClock } from '@wherry/component';
import { beforeEach, describe, expect, it } from 'vitest';
import { issuerDiscovery, jsonWebKeySet } from './issuer-discovery.ts';
import { readSigningKey, signJwt } from './jwt.ts';
import { serviceAccountAuthenticator } from './service-account-authenticator.ts';
import {
  createServiceAccountToken,
  DEFAULT_ISSUER,
  type IssuerLookup,
  type TokenRequestObject,
} from './service-account-token.ts';
import { reviewSelf, reviewToken } from './token-review.ts';

const pem = (key: { export(options: { type: 'pkcs8'; format: 'pem' }): string | Buffer }) =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();
const rsa = readSigningKey(pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey));
const other = readSigningKey(pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey));
const audiences = [DEFAULT_ISSUER];
let clock = fakeClock();
const timeOf = (seconds: number) => new Date(clock.now().getTime() + seconds * 1000).toISOString();

interface Stored {
  metadata: { uid?: string; deletionTimestamp?: string };
  spec?: { serviceAccountName?: string; nodeName?: string };
}
let objects: Map<string, Stored>;
const lookup: IssuerLookup = {
  serviceAccount: (namespace, name) => Promise.resolve(objects.get(`sa/${namespace}/${name}`)),
  secret: (namespace, name) => Promise.resolve(objects.get(`secret/${namespace}/${name}`)),
  node: (name) => Promise.resolve(objects.get(`node/${name}`)),
  pod(namespace, name) {
    const pod = objects.get(`pod/${namespace}/${name}`);
    return Promise.resolve(pod === undefined ? undefined : { metadata: pod.metadata, spec: pod.spec ?? {} });
  },
};
beforeEach(() => {
  clock = fakeClock();
  objects = new Map<string, Stored>([
    ['sa/default/bot', { metadata: { uid: 'sa-1' } }],
    ['pod/default/web', { metadata: { uid: 'pod-1' }, spec: { serviceAccountName: 'bot', nodeName: 'n1' } }],
    ['secret/default/s', { metadata: { uid: 'secret-1' } }],
    ['node/n1', { metadata: { uid: 'node-1' } }],
  ]);
});

const issue = (spec: Partial<TokenRequestObject['spec']> = {}, metadata: TokenRequestObject['metadata'] = {}) =>
  createServiceAccountToken(
    { metadata, spec: { audiences: [], ...spec } },
    { account: { namespace: 'default', name: 'bot' }, issuer: DEFAULT_ISSUER, key: rsa, audiences, lookup, clock },
  );
const tokens = {
  authenticate: (token: string, asked: readonly string[] = audiences) =>
    serviceAccountAuthenticator({ issuers: [DEFAULT_ISSUER], keys: [rsa], lookup, clock }).authenticate(token, asked),
};
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('createServiceAccountToken', () => {
  it('issues a token for an hour to the apiserver when nothing is asked', async () => {
    const { spec, status, metadata } = await issue();
    expect(spec).toEqual({ audiences, expirationSeconds: 3600 });
    expect(metadata).toEqual({ name: 'bot', namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' });
    expect(status.expirationTimestamp).toBe('2026-01-01T01:00:00Z');
    const seconds = clock.now().getTime() / 1000;
    expect(claimsOf(status.token)).toEqual({
      aud: audiences,
      exp: seconds + 3600,
      iat: seconds,
      nbf: seconds,
      iss: DEFAULT_ISSUER,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      sub: 'system:serviceaccount:default:bot',
      'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'bot', uid: 'sa-1' } },
    });
  });

  it.each([
    ['Pod', 'web', { pod: { name: 'web', uid: 'pod-1' }, node: { name: 'n1', uid: 'node-1' } }],
    ['Secret', 's', { secret: { name: 's', uid: 'secret-1' } }],
    ['Node', 'n1', { node: { name: 'n1', uid: 'node-1' } }],
  ])('binds a token to a %s', async (kind, name, bound) => {
    const { status } = await issue({ boundObjectRef: { kind, apiVersion: 'v1', name } });
    expect(claimsOf(status.token)['kubernetes.io']).toEqual({
      namespace: 'default',
      serviceaccount: { name: 'bot', uid: 'sa-1' },
      ...bound,
    });
  });

  it('gives the tokens that kubelets mount a year, and says when they should have been replaced', async () => {
    const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name: 'web' };
    const { status, spec } = await issue({ boundObjectRef, expirationSeconds: 3607 });
    const claims = claimsOf(status.token);
    const seconds = clock.now().getTime() / 1000;
    expect(spec.expirationSeconds).toBe(3607);
    expect(status.expirationTimestamp).toBe('2026-01-01T01:00:07Z');
    expect(claims['exp']).toBe(seconds + 365 * 24 * 3600);
    expect(claims['kubernetes.io']).toMatchObject({ warnafter: seconds + 3607 });
    const elsewhere = await issue({ boundObjectRef, expirationSeconds: 3607, audiences: ['vault'] });
    expect(claimsOf(elsewhere.status.token)['exp']).toBe(seconds + 3607);
  });

  it.each<[string, Partial<TokenRequestObject['spec']>, number, string]>([
    [
      'too short a time',
      { expirationSeconds: 599 },
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
    ],
    [
      'too long a time',
      { expirationSeconds: 2 ** 32 + 1 },
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds',
    ],
    [
      'a Pod that does not exist',
      { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'x' } },
      404,
      'pods "x" not found',
    ],
    [
      'a Secret that does not exist',
      { boundObjectRef: { kind: 'Secret', apiVersion: 'v1', name: 'x' } },
      404,
      'secrets "x" not found',
    ],
    [
      'a Node that does not exist',
      { boundObjectRef: { kind: 'Node', apiVersion: 'v1', name: 'x' } },
      404,
      'nodes "x" not found',
    ],
    [
      'another kind',
      { boundObjectRef: { kind: 'Deployment', apiVersion: 'apps/v1', name: 'x' } },
      400,
      'cannot bind token to object of type apps/v1, Kind=Deployment',
    ],
    [
      'a Pod of another group',
      { boundObjectRef: { kind: 'Pod', apiVersion: 'example.com/v1', name: 'web' } },
      400,
      'cannot bind token to object of type example.com/v1, Kind=Pod',
    ],
    [
      'another uid',
      { boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'web', uid: 'pod-0' } },
      409,
      'Operation cannot be fulfilled on Pod "web": the UID in the bound object reference (pod-0) does not match the UID in record. The object might have been deleted and then recreated',
    ],
  ])('refuses %s', async (_name, spec, code, message) => {
    await expect(issue(spec)).rejects.toMatchObject({ code, message });
  });

  it('refuses a Pod of another account, another name in the body, and an account that does not exist', async () => {
    objects.set('pod/default/web', { metadata: { uid: 'pod-1' }, spec: { serviceAccountName: 'default' } });
    await expect(issue({ boundObjectRef: { kind: 'Pod', apiVersion: 'v1', name: 'web' } })).rejects.toThrow(
      'cannot bind token for serviceaccount "bot" to pod running with different serviceaccount name.',
    );
    await expect(issue({}, { name: 'x' })).rejects.toThrow('must match the service account name if specified');
    await expect(issue({}, { namespace: 'x' })).rejects.toThrow(
      'must match the service account namespace if specified',
    );
    objects.delete('sa/default/bot');
    await expect(issue()).rejects.toMatchObject({ code: 404, message: 'serviceaccounts "bot" not found' });
  });
});

describe('serviceAccountAuthenticator', () => {
  const bound = (kind: string, name: string) => issue({ boundObjectRef: { kind, apiVersion: 'v1', name } });

  it('knows the account, its groups, and what the token is bound to', async () => {
    const { status } = await bound('Pod', 'web');
    const jti = String(claimsOf(status.token)['jti']);
    expect(await tokens.authenticate(status.token)).toEqual({
      user: {
        name: 'system:serviceaccount:default:bot',
        uid: 'sa-1',
        groups: ['system:serviceaccounts', 'system:serviceaccounts:default'],
        extra: {
          'authentication.kubernetes.io/credential-id': [`JTI=${jti}`],
          'authentication.kubernetes.io/pod-name': ['web'],
          'authentication.kubernetes.io/pod-uid': ['pod-1'],
          'authentication.kubernetes.io/node-name': ['n1'],
          'authentication.kubernetes.io/node-uid': ['node-1'],
        },
      },
      audiences,
      expiresAt: new Date('2026-01-01T01:00:00Z'),
    });
  });

  it.each<[string, [string, string] | undefined, () => void, string]>([
    ['the account is gone', undefined, () => objects.delete('sa/default/bot'), 'serviceaccounts "bot" not found'],
    [
      'the account is a new one of the same name',
      undefined,
      () => objects.set('sa/default/bot', { metadata: { uid: 'sa-2' } }),
      'service account UID (sa-2) does not match claim (sa-1)',
    ],
    [
      'the account was deleted a while ago',
      undefined,
      () => objects.set('sa/default/bot', { metadata: { uid: 'sa-1', deletionTimestamp: timeOf(-61) } }),
      'service account default/bot has been deleted',
    ],
    [
      'the Pod is gone',
      ['Pod', 'web'],
      () => objects.delete('pod/default/web'),
      'service account token has been invalidated',
    ],
    [
      'the Pod is a new one of the same name',
      ['Pod', 'web'],
      () => objects.set('pod/default/web', { metadata: { uid: 'pod-2' } }),
      'pod UID (pod-2) does not match service account pod ref claim (pod-1)',
    ],
    [
      'the Pod should have ended a while ago',
      ['Pod', 'web'],
      () => objects.set('pod/default/web', { metadata: { uid: 'pod-1', deletionTimestamp: timeOf(-61) } }),
      'service account token has been invalidated',
    ],
    [
      'the Secret is gone',
      ['Secret', 's'],
      () => objects.delete('secret/default/s'),
      'service account token has been invalidated',
    ],
    [
      'the Node is a new one of the same name',
      ['Node', 'n1'],
      () => objects.set('node/n1', { metadata: { uid: 'node-2' } }),
      'node UID (node-2) does not match service account node ref claim (node-1)',
    ],
  ])('refuses a token when %s', async (_name, to, change, message) => {
    const { status } = to === undefined ? await issue() : await bound(...to);
    expect(await tokens.authenticate(status.token)).toBeDefined();
    change();
    await expect(tokens.authenticate(status.token)).rejects.toThrow(message);
  });

  it('still knows a Pod that is shutting down, and one whose Node is gone', async () => {
    const { status } = await bound('Pod', 'web');
    objects.set('pod/default/web', { metadata: { uid: 'pod-1', deletionTimestamp: timeOf(30) } });
    objects.delete('node/n1');
    expect(await tokens.authenticate(status.token)).toBeDefined();
  });

  it('refuses a token after its end, with a minute for clocks that differ', async () => {
    const { status } = await issue({ expirationSeconds: 600 });
    await clock.advance(660_000);
    expect(await tokens.authenticate(status.token)).toBeDefined();
    await clock.advance(1);
    await expect(tokens.authenticate(status.token)).rejects.toThrow('service account token has expired');
  });

  it('refuses a token for somebody else', async () => {
    const { status } = await issue({ audiences: ['vault'] });
    await expect(tokens.authenticate(status.token)).rejects.toThrow(
      `token audiences ["vault"] is invalid for the target audiences ["${DEFAULT_ISSUER}"]`,
    );
    expect((await tokens.authenticate(status.token, ['vault', 'x']))?.audiences).toEqual(['vault']);
  });

  describe('against forgers', () => {
    const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
    const good = () => {
      const seconds = Math.floor(clock.now().getTime() / 1000);
      return {
        iss: DEFAULT_ISSUER,
        aud: audiences,
        sub: 'system:serviceaccount:default:bot',
        exp: seconds + 3600,
        iat: seconds,
        nbf: seconds,
        'kubernetes.io': { namespace: 'default', serviceaccount: { name: 'bot', uid: 'sa-1' } },
      };
    };
    const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' });
    const signed = (header: object, claims: object) => {
      const content = `${encode(header)}.${encode(claims)}`;
      const signature = createSign('sha256').update(content).sign(rsa.privateKey);
      return `${content}.${signature.toString('base64url')}`;
    };
    const sealed = (header: object, claims: object) => {
      const content = `${encode(header)}.${encode(claims)}`;
      return `${content}.${createHmac('sha256', publicPem).update(content).digest('base64url')}`;
    };

    it('accepts what is right, as a control', async () => {
      expect(await tokens.authenticate(signed({ alg: 'RS256', kid: rsa.id }, good()))).toBeDefined();
      expect(await tokens.authenticate(signed({ alg: 'RS256' }, { ...good(), aud: DEFAULT_ISSUER }))).toBeDefined();
    });

    it.each<[string, () => string | Promise<string>]>([
      ['no algorithm', () => `${encode({ alg: 'none' })}.${encode(good())}.`],
      ['no algorithm, and a good signature', () => signed({ alg: 'none', kid: rsa.id }, good())],
      ['the public key taken for a shared secret', () => sealed({ alg: 'HS256', kid: rsa.id }, good())],
      ['the same, with the header of the real algorithm', () => sealed({ alg: 'RS256', kid: rsa.id }, good())],
      ['an algorithm that the key is not for', () => signed({ alg: 'ES256', kid: rsa.id }, good())],
      ['another key', () => signJwt(good(), other)],
      ['another key under the name of ours', () => signJwt(good(), { ...other, id: rsa.id })],
      [
        'a key that the token brings along',
        () => signed({ alg: 'RS256', kid: 'x', jwk: jsonWebKeySet([rsa]).keys[0] }, good()),
      ],
      ['extensions that must be understood', () => signed({ alg: 'RS256', kid: rsa.id, crit: ['exp'] }, good())],
      [
        'claims under the signature of others',
        async () => {
          const [header, , signature] = (await signJwt(good(), rsa)).split('.');
          const claims = { ...good(), 'kubernetes.io': { namespace: 'kube-system', serviceaccount: { name: 'root' } } };
          return `${header}.${encode(claims)}.${signature}`;
        },
      ],
    ])('refuses a token with %s', async (_name, forge) => {
      await expect(tokens.authenticate(await forge())).rejects.toThrow('invalid bearer token');
    });

    it.each<[string, (claims: ReturnType<typeof good>) => object]>([
      ['no end', ({ exp: _exp, ...claims }) => claims],
      ['a time that is none', (claims) => ({ ...claims, exp: '9999999999' })],
      ['audiences that are none', (claims) => ({ ...claims, aud: [1] })],
      ['no account', (claims) => ({ ...claims, 'kubernetes.io': { namespace: 'default' } })],
      [
        'a Pod that cannot be read',
        (claims) => ({ ...claims, 'kubernetes.io': { ...claims['kubernetes.io'], pod: 'web' } }),
      ],
    ])('refuses signed claims with %s', async (_name, change) => {
      const token = await signJwt(change(good()), rsa);
      await expect(tokens.authenticate(token)).rejects.toThrow('service account token claims could not be validated');
    });

    it.each<[string, (seconds: number) => object, string]>([
      ['not yet valid', (seconds) => ({ nbf: seconds + 61 }), 'service account token is not valid yet'],
      ['issued in the future', (seconds) => ({ iat: seconds + 61 }), 'service account token is issued in the future'],
    ])('refuses a token that is %s', async (_name, change, message) => {
      const token = await signJwt({ ...good(), ...change(Math.floor(clock.now().getTime() / 1000)) }, rsa);
      await expect(tokens.authenticate(token)).rejects.toThrow(message);
    });

    it.each<[string, string]>([
      ['nothing', ''],
      ['dots', '..'],
      ['too many parts', 'a.b.c.d'],
      ['no JSON', `${Buffer.from('x').toString('base64url')}.${encode({})}.x`],
      ['JSON that is no object', `${encode([])}.${encode(null)}.eA`],
      ['padding', `${encode({ alg: 'RS256' })}.${encode({ iss: DEFAULT_ISSUER })}.eA==`],
      ['another issuer', `${encode({ alg: 'RS256' })}.${encode({ iss: 'https://x' })}.eA`],
      ['several issuers', `${encode({ alg: 'RS256' })}.${encode({ iss: [DEFAULT_ISSUER] })}.eA`],
      ['a huge token', `${encode({ alg: 'RS256' })}.${encode({ iss: DEFAULT_ISSUER, x: 'x'.repeat(40_000) })}.eA`],
    ])('does not know %s', async (_name, token) => {
      expect(await tokens.authenticate(token)).toBeUndefined();
    });
  });

  it('knows tokens signed by an EC key', async () => {
    const ec = readSigningKey(pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey));
    const account = { namespace: 'default', name: 'bot' };
    const { status } = await createServiceAccountToken(
      { metadata: {}, spec: { audiences: [] } },
      { account, issuer: DEFAULT_ISSUER, key: ec, audiences, lookup, clock },
    );
    const both = serviceAccountAuthenticator({ issuers: [DEFAULT_ISSUER], keys: [rsa, ec], lookup, clock });
    expect((await both.authenticate(status.token, audiences))?.user.name).toBe('system:serviceaccount:default:bot');
  });
});

describe('issuer discovery', () => {
  it('publishes keys with which a token can be verified', async () => {
    const { status } = await issue();
    const [header = '', claims = '', signature = ''] = status.token.split('.');
    const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { kid: string };
    const key = jsonWebKeySet([rsa]).keys.find((one) => one['kid'] === kid);
    expect(key).toMatchObject({ use: 'sig', kty: 'RSA', alg: 'RS256', e: 'AQAB' });
    expect(key).not.toHaveProperty('d');
    const isSigned = createVerify('sha256')
      .update(`${header}.${claims}`)
      .verify({ key: key ?? {}, format: 'jwk' }, Buffer.from(signature, 'base64url'));
    expect(isSigned).toBe(true);
  });

  it('points to them', () => {
    const document = issuerDiscovery({
      issuer: DEFAULT_ISSUER,
      keysUrl: 'https://10.0.0.1/openid/v1/jwks',
      keys: [rsa],
    });
    expect(document).toEqual({
      issuer: DEFAULT_ISSUER,
      jwks_uri: 'https://10.0.0.1/openid/v1/jwks',
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: ['RS256'],
    });
  });
});

describe('reviewToken', () => {
  it('says whose token it is', async () => {
    const { status } = await issue();
    expect(await reviewToken({ token: status.token }, { tokens, audiences })).toMatchObject({
      authenticated: true,
      audiences,
      user: { username: 'system:serviceaccount:default:bot', uid: 'sa-1' },
    });
  });

  it("says why it is nobody's", async () => {
    const { status } = await issue();
    expect(await reviewToken({ token: 'x' }, { tokens, audiences })).toEqual({ error: 'invalid bearer token' });
    expect(await reviewToken({ token: status.token, audiences: ['vault'] }, { tokens, audiences })).toEqual({
      error: `token audiences ["${DEFAULT_ISSUER}"] is invalid for the target audiences ["vault"]`,
    });
    await expect(reviewToken({}, { tokens, audiences })).rejects.toThrow(
      'token is required for TokenReview in authentication',
    );
  });
});

describe('reviewSelf', () => {
  it('leaves out what is empty', () => {
    const user = { name: 'jane', groups: ['devs'], extra: { a: ['b'] } };
    expect(reviewSelf(user)).toEqual({ userInfo: { username: 'jane', groups: ['devs'], extra: { a: ['b'] } } });
    expect(reviewSelf({ name: 'jane', groups: [], extra: {} })).toEqual({ userInfo: { username: 'jane' } });
  });
});
