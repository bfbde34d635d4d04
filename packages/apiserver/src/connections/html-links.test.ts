import { describe, expect, it } from 'vitest';
import { htmlLinks } from './html-links.ts';

/** The page after it has passed in pieces of a size. */
async function passed(page: string, size: number): Promise<string> {
  const stream = htmlLinks((link) => (link.startsWith('/') ? `/p${link}` : link));
  const bytes = Buffer.from(page);
  for (let at = 0; at < bytes.length; at += size) stream.write(bytes.subarray(at, at + size));
  stream.end();
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('htmlLinks', () => {
  it.each([
    ['double quotes', '<a class=x href="/a">', '<a class=x href="/p/a">'],
    ['single quotes', '<IMG src=\'/a.png\' alt="/a">', '<IMG src=\'/p/a.png\' alt="/a">'],
    ['no quotes', '<a href=/a>x</a>', '<a href=/p/a>x</a>'],
    ['spaces around the sign', '<a href = "/a">', '<a href = "/p/a">'],
    ['several attributes', '<video src="/a" poster="/b">', '<video src="/p/a" poster="/p/b">'],
    ['relative links', '<a href="a">', '<a href="a">'],
    ['attributes that are no links', '<a title="/a">', '<a title="/a">'],
    ['tags that have none', '<p href="/a">', '<p href="/a">'],
    ['text that looks like a tag', 'a < b <1 href="/a">', 'a < b <1 href="/a">'],
    ['a sign within a value', '<a title="a > b" href="/a">', '<a title="a > b" href="/p/a">'],
    ['an apostrophe in text', "<a href='/a'>it's</a><a href='/b'>", "<a href='/p/a'>it's</a><a href='/p/b'>"],
    ['comments', '<!-- <a href="/a"> --><a href="/b">', '<!-- <a href="/a"> --><a href="/p/b">'],
    [
      'scripts',
      '<script src="/s">x="<a href=\'/a\'>"</script><a href="/b">',
      '<script src="/p/s">x="<a href=\'/a\'>"</script><a href="/p/b">',
    ],
    ['a tag that does not end', 'x <a href="/a"', 'x <a href="/a"'],
    ['a raw element that does not end', '<title>x', '<title>x'],
    ['other characters', '<p>Grüße €</p><a href="/ü">', '<p>Grüße €</p><a href="/p/ü">'],
    [
      'doctype and end tags',
      '<!DOCTYPE html><html manifest="/m"></html>',
      '<!DOCTYPE html><html manifest="/p/m"></html>',
    ],
  ])('passes %s, in pieces of any size', async (_name, page, expected) => {
    for (const size of [1, 2, 3, 7, 1000]) expect(await passed(page, size)).toBe(expected);
  });

  it('holds no more of a page than a tag may be long', async () => {
    const page = `<a title="${'x'.repeat(200_000)}" href="/a"><a href="/b">`;
    const out = await passed(page, 16_384);
    expect(out.endsWith('<a href="/p/b">')).toBe(true);
    expect(out).toHaveLength(page.length + 2);
  });
});
