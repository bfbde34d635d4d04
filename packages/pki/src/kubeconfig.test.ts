import { parse } from 'yaml';
import { describe, expect, it } from 'vitest';
import { formatJsonKubeconfig, formatKubeconfig, type KubeconfigCredentials } from './kubeconfig.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');
const common = { server: 'https://172.30.0.2:6443', authority: 'CA', user: 'jane "j" doe' };

describe.each([
  ['formatKubeconfig', formatKubeconfig],
  ['formatJsonKubeconfig', formatJsonKubeconfig],
])('%s', (_, format) => {
  it.each<[string, KubeconfigCredentials, object]>([
    [
      'a key pair',
      { client: { certificate: 'CERT', key: 'KEY' } },
      { 'client-certificate-data': base64('CERT'), 'client-key-data': base64('KEY') },
    ],
    [
      'files',
      { clientFiles: { certificate: '/a b/c.pem', key: '/k.pem' } },
      { 'client-certificate': '/a b/c.pem', 'client-key': '/k.pem' },
    ],
    ['a token', { token: 'abcdef.0123456789abcdef' }, { token: 'abcdef.0123456789abcdef' }],
  ])('writes %s', (_name, credentials, user) => {
    expect(parse(format({ ...common, credentials }))).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'wherry', cluster: { server: common.server, 'certificate-authority-data': base64('CA') } }],
      users: [{ name: common.user, user }],
      contexts: [{ name: 'wherry', context: { cluster: 'wherry', user: common.user } }],
      'current-context': 'wherry',
    });
  });
});
