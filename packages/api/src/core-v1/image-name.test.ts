import { describe, expect, it } from 'vitest';

import { parseImageName } from './image-name.ts';

const DIGEST = `sha256:${'0a'.repeat(32)}`;

describe('parseImageName', () => {
  it.each<[string, string, { repository: string; tag?: string; digest?: string }]>([
    ['fills in registry, library and tag', 'nginx', { repository: 'docker.io/library/nginx', tag: 'latest' }],
    ['fills in the registry alone', 'a/b:v1', { repository: 'docker.io/a/b', tag: 'v1' }],
    ['takes a first part with a dot as the registry', 'quay.io/a', { repository: 'quay.io/a', tag: 'latest' }],
    ['takes a first part with a port as the registry', 'r:5000/a:v1', { repository: 'r:5000/a', tag: 'v1' }],
    ['takes localhost as a registry', 'localhost/a', { repository: 'localhost/a', tag: 'latest' }],
    ['takes an address as a registry', '[::1]:5000/a', { repository: '[::1]:5000/a', tag: 'latest' }],
    ['knows the old name of the registry', 'index.docker.io/a', { repository: 'docker.io/library/a', tag: 'latest' }],
    ['adds no tag to a digest', `a@${DIGEST}`, { repository: 'docker.io/library/a', digest: DIGEST }],
    ['keeps a tag beside a digest', `a:v1@${DIGEST}`, { repository: 'docker.io/library/a', tag: 'v1', digest: DIGEST }],
    ['allows separators within a part', 'a__b/c-d.e', { repository: 'docker.io/a__b/c-d.e', tag: 'latest' }],
  ])('%s', (_name, text, { repository, tag, digest }) => {
    expect(parseImageName(text)).toEqual({ repository, tag, digest });
  });

  it.each(['', 'Nginx', 'a b', 'a//b', '/a', 'a/', 'a:', 'a:-x', 'a@', 'a@sha256:abc', '0a'.repeat(32), 'a:b:c', '-a'])(
    'finds no name in %j',
    (text) => {
      expect(parseImageName(text)).toBeUndefined();
    },
  );
});
