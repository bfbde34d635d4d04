import { validateDns1123Label } from '../names/dns-names.ts';

/** Warns of a name that is a good one for the workload but not for its pods, whose names and host names begin with it. */
export function podNameWarnings({ name = '' }: { readonly name?: string }): string[] {
  const messages = validateDns1123Label(name);
  if (messages.length === 0) {
    return [];
  }
  const effect = 'this is used in Pod names and hostnames, which can result in surprising behavior';
  return [`metadata.name: ${effect}; a DNS label is recommended: [${messages.join(' ')}]`];
}
