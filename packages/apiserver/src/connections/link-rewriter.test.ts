import { describe, expect, it } from 'vitest';
import { rewriteLink } from './link-rewriter.ts';

const place = { prefix: '/api/v1/namespaces/d/pods/web/proxy', server: '10.0.0.5:80', asked: 'localhost:8001' };

describe('rewriteLink', () => {
  it.each([
    ['/a?b=/c#d', `${place.prefix}/a?b=/c#d`],
    ['/a/', `${place.prefix}/a/`],
    ['/', `${place.prefix}/`],
    ['a/b', 'a/b'],
    ['#top', '#top'],
    ['mailto:x@example.com', 'mailto:x@example.com'],
    ['http://10.0.0.5:80/a', `${place.prefix}/a`],
    ['//10.0.0.5:80/a', `${place.prefix}/a`],
    ['http://localhost:8001/a', `http://localhost:8001${place.prefix}/a`],
    ['https://example.com/a', 'https://example.com/a'],
    [`${place.prefix}/a`, `${place.prefix}/a`],
    ['', ''],
  ])('%s becomes %s', (link, expected) => {
    expect(rewriteLink(link, place)).toBe(expected);
  });
});
