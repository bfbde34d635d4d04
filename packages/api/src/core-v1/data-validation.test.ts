import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { validateConfigMap, validateConfigMapUpdate } from './config-map-validation.ts';
import { ConfigMap } from './config-map.ts';
import { setSecretDefaults } from './secret-defaults.ts';
import { validateSecret, validateSecretUpdate } from './secret-validation.ts';
import { secretWarnings } from './secret-warnings.ts';
import { Secret } from './secret.ts';
import { decodeJson } from '../schema/decode-json.ts';

const KEY_RULE =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const base64 = (text: string): string => Buffer.from(text).toString('base64');

function secret(json: object): Secret {
  const { value } = decodeJson(Secret, json);
  setSecretDefaults(value);
  return value;
}

describe('validateConfigMap', () => {
  const check = (json: object): string[] => validateConfigMap(decodeJson(ConfigMap, json).value).map(String);

  it.each<[string, object, string[]]>([
    ['text and bytes', { data: { 'a.conf': 'x' }, binaryData: { b: base64('y') } }, []],
    ['an empty key', { data: { '': 'x' } }, [`data[]: Invalid value: "": ${KEY_RULE}`]],
    ['a key that leads out', { data: { '..': 'x' } }, [`data[..]: Invalid value: "..": must not be '..'`]],
    [
      'the same key twice',
      { data: { a: 'x' }, binaryData: { a: 'eQ==' } },
      ['data[a]: Invalid value: "a": duplicate of key present in binaryData'],
    ],
    [
      'more than a MiB in all',
      { data: { a: 'x'.repeat(1048576) }, binaryData: { b: base64('y') } },
      [': Too long: may not be more than 1048576 bytes'],
    ],
  ])('judges %s', (_name, json, errors) => {
    expect(check(json)).toEqual(errors);
  });

  it('keeps what was made immutable', () => {
    const old = decodeJson(ConfigMap, { immutable: true, data: { a: 'x' } }).value;
    const now = decodeJson(ConfigMap, { data: { a: 'y' } }).value;
    expect(validateConfigMapUpdate(now, old).map(String)).toEqual([
      'immutable: Forbidden: field is immutable when `immutable` is set',
      'data: Forbidden: field is immutable when `immutable` is set',
    ]);
    expect(validateConfigMapUpdate(old, old)).toEqual([]);
  });
});

describe('setSecretDefaults', () => {
  it('moves text into data, over what is there, whatever the key', () => {
    const { data, stringData, type } = secret({
      data: { a: base64('old'), b: base64('kept') },
      stringData: JSON.parse('{"a":"new","__proto__":"own"}') as object,
    });
    expect(stringData).toBeUndefined();
    expect(type).toBe('Opaque');
    expect(Object.entries(data ?? {})).toEqual([
      ['a', base64('new')],
      ['b', base64('kept')],
      ['__proto__', base64('own')],
    ]);
  });
});

describe('validateSecret', () => {
  const check = (json: object): string[] => validateSecret(secret(json)).map(String);

  it.each<[string, object, string[]]>([
    ['an opaque one', { stringData: { any: 'thing' } }, []],
    ['a type of its own', { type: 'example.com/thing' }, []],
    [
      'a token without an account',
      { type: 'kubernetes.io/service-account-token' },
      ['metadata.annotations[kubernetes.io/service-account.name]: Required value'],
    ],
    [
      'a registry login without a file',
      { type: 'kubernetes.io/dockerconfigjson' },
      ['data[.dockerconfigjson]: Required value'],
    ],
    [
      'a registry login that is cut off',
      { type: 'kubernetes.io/dockerconfigjson', stringData: { '.dockerconfigjson': '{' } },
      ['data[.dockerconfigjson]: Invalid value: "<secret contents redacted>": unexpected end of JSON input'],
    ],
    [
      'a registry login that is a list',
      { type: 'kubernetes.io/dockercfg', stringData: { '.dockercfg': '[]' } },
      [
        'data[.dockercfg]: Invalid value: "<secret contents redacted>": json: cannot unmarshal array into Go value of type map[string]interface {}',
      ],
    ],
    ['a password without a name', { type: 'kubernetes.io/basic-auth', stringData: { password: '' } }, []],
    [
      'a login of nothing',
      { type: 'kubernetes.io/basic-auth' },
      ['data[username]: Required value', 'data[password]: Required value'],
    ],
    [
      'an empty SSH key',
      { type: 'kubernetes.io/ssh-auth', stringData: { 'ssh-privatekey': '' } },
      ['data[ssh-privatekey]: Required value'],
    ],
    [
      'a certificate without a key',
      { type: 'kubernetes.io/tls', stringData: { 'tls.crt': 'x' } },
      ['data[tls.key]: Required value'],
    ],
  ])('judges %s', (_name, json, errors) => {
    expect(check(json)).toEqual(errors);
  });

  it('keeps the type', () => {
    const errors = validateSecretUpdate(secret({ type: 'a/b' }), secret({}));
    expect(errors.map(String)).toEqual(['type: Invalid value: "a/b": field is immutable']);
  });
});

describe('secretWarnings', () => {
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const check = (certificate: string, key: string): string[] =>
    secretWarnings(secret({ type: 'kubernetes.io/tls', stringData: { 'tls.crt': certificate, 'tls.key': key } }));
  const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

  it.each([
    ['no certificate', '', '', 'tls: failed to find any PEM data in certificate input'],
    [
      'a key in place of the certificate',
      String(pem),
      '',
      'tls: failed to find certificate PEM data in certificate input, but did find a private key; PEM inputs may have been switched',
    ],
    ['no key', certificate, '', 'tls: failed to find any PEM data in key input'],
    ['a certificate that is none', certificate, String(pem), 'x509: malformed certificate'],
  ])('warns of %s', (_name, first, second, warning) => {
    expect(check(first, second)).toEqual([warning]);
  });

  it('warns of a key that belongs to another certificate', () => {
    const { certificatePem, keyPem } = KEY_PAIR;
    expect(check(certificatePem, keyPem)).toEqual([]);
    expect(check(certificatePem, String(pem))).toEqual(['tls: private key does not match public key']);
  });
});

/** Made for this test alone; it is valid for a hundred years and opens nothing. */
const KEY_PAIR = {
  certificatePem: `-----BEGIN CERTIFICATE-----
MIIBdjCCARugAwIBAgIUJ57kaPKX2gazvtmK/RceGVZms8IwCgYIKoZIzj0EAwIw
DzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjMwNTQzMzJaGA8yMTI2MTAzMDA1NDMz
MlowDzENMAsGA1UEAwwEdGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOS5
JNWa+sR3C+yWFM4vIHWmsxvY8Hs+tnuM21bh27hOvNokG5NXAXBSU2Muux/qNH2A
HhBEU0tKNqyGiH61h7SjUzBRMB0GA1UdDgQWBBREUV/08a2ewBkrX91YO1mtsLYh
dTAfBgNVHSMEGDAWgBREUV/08a2ewBkrX91YO1mtsLYhdTAPBgNVHRMBAf8EBTAD
AQH/MAoGCCqGSM49BAMCA0kAMEYCIQD7IVpwuTzLIXwS/8NYRFfhH49iMOWFfbab
+3wu1HmUXwIhAPwZxwce5LWG7YGPuO/bXCEltd1OKiG+2YNWd8Qrhv2K
-----END CERTIFICATE-----
`,
  keyPem: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYMJzdx2VrWzlr3aQ
bzGTKxCrFc1k25njdG0JLWsKW2ShRANCAATkuSTVmvrEdwvslhTOLyB1prMb2PB7
PrZ7jNtW4du4TrzaJBuTVwFwUlNjLrsf6jR9gB4QRFNLSjashoh+tYe0
-----END PRIVATE KEY-----
`,
};
