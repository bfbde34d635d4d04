/**
 * Warnings as `Warning:` headers (RFC 7234, 5.5). A body can give cause for any number of them: when they are too much,
 * each is cut short, and those that are still too many are left out, as Kubernetes does.
 */

/** How many characters all warnings may have before they are cut short, and how many then, each and all. */
const MAX_TOTAL = 4096;
const MAX_SHORT = 256;

export function warningHeaders(texts: readonly string[]): string[] {
  const total = texts.reduce((sum, text) => sum + text.length, 0);
  if (total <= MAX_TOTAL) return texts.map(header);
  const headers: string[] = [];
  let written = 0;
  for (const text of texts) {
    const short = text.slice(0, MAX_SHORT).toWellFormed();
    written += short.length;
    if (written > MAX_TOTAL) break;
    headers.push(header(short));
  }
  return headers;
}

/** The agent that Kubernetes names is `-`. Control characters may not stand in a header; other texts go as UTF-8. */
function header(text: string): string {
  const printable = text.replace(/\p{Cc}/gu, ' ').replace(/["\\]/g, '\\$&');
  return `299 - "${Buffer.from(printable).toString('latin1')}"`;
}
