/** The resolvers that a resolv.conf names. */
import type { Upstream } from '@wherry/dns';

const DNS_PORT = 53;

/** In their order. What answers at an address of `own` is left out: it would ask itself. */
export function readResolvers(text: string, { own }: { readonly own: readonly string[] }): Upstream[] {
  return text.split('\n').flatMap((line) => {
    const [, address] = /^\s*nameserver\s+([0-9A-Fa-f.:]+)/.exec(line) ?? [];
    return address === undefined || own.includes(address) ? [] : [{ address, port: DNS_PORT }];
  });
}
