/**
 * The rules for the names of objects. A kind has one of these; it is asked for a `name`, and with `isPrefix` for a
 * `generateName`, to which more will be appended.
 */
import { validateDns1035Label, validateDns1123Label, validateDns1123Subdomain } from './dns-names.ts';

/** Says what is wrong with a name, or with what a name is to begin with; nothing if it will do. */
export type NameRule = (name: string, options?: { readonly isPrefix?: boolean }) => string[];

/** Most kinds: a DNS subdomain. */
export const nameIsDnsSubdomain: NameRule = (name, options) =>
  validateDns1123Subdomain(options?.isPrefix === true ? maskTrailingDash(name) : name);

/** Kinds whose names become part of host names, such as Namespace: an RFC 1123 label. */
export const nameIsDnsLabel: NameRule = (name, options) =>
  validateDns1123Label(options?.isPrefix === true ? maskTrailingDash(name) : name);

/** Kinds whose names have to begin with a letter, as Service's long had to: an RFC 1035 label. */
export const nameIsDns1035Label: NameRule = (name, options) =>
  validateDns1035Label(options?.isPrefix === true ? maskTrailingDash(name) : name);

/** Every kind, and those with no further rule (Role): a name that can be one segment of a URL path. */
export const nameIsPathSegment: NameRule = (name, options) => {
  if (options?.isPrefix !== true && (name === '.' || name === '..')) {
    return [`may not be '${name}'`];
  }
  // The names of most requests pass here, twice.
  if (!/[/%]/.test(name)) return [];
  return ['/', '%']
    .filter((character) => name.includes(character))
    .map((character) => `may not contain '${character}'`);
};

// A base may end in a dash, since a name will not. Kubernetes drops the character before the dash as well.
function maskTrailingDash(name: string): string {
  return name.length > 1 && name.endsWith('-') ? `${name.slice(0, -2)}a` : name;
}
