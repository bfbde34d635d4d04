/**
 * Names that have to work in DNS: what most objects must be called. Each check returns the messages of what is wrong,
 * none when nothing is. Lengths count bytes; names that pass are ASCII.
 */
import { maxBytesMessage, maxCharactersMessage, patternMessage } from './name-messages.ts';

export const DNS1123_LABEL_MAX_LENGTH = 63;
export const DNS1123_SUBDOMAIN_MAX_LENGTH = 253;
export const DNS1035_LABEL_MAX_LENGTH = 63;

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const LABEL_MESSAGE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character";
const LABEL_PATTERN = new RegExp(`^${LABEL}$`);

const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`);

const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORE_SUBDOMAIN = `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`;
const UNDERSCORE_SUBDOMAIN_MESSAGE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const UNDERSCORE_SUBDOMAIN_PATTERN = new RegExp(`^${UNDERSCORE_SUBDOMAIN}$`);

const CASELESS_SUBDOMAIN_MESSAGE =
  "an RFC 1123 subdomain must consist of alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";
const CASELESS_SUBDOMAIN_PATTERN = new RegExp(`^${SUBDOMAIN}$`, 'i');

const WILDCARD = `\\*\\.${SUBDOMAIN}`;
const WILDCARD_MESSAGE =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character";
const WILDCARD_PATTERN = new RegExp(`^${WILDCARD}$`);

const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const LABEL_1035_MESSAGE =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character";
const LABEL_1035_PATTERN = new RegExp(`^${LABEL_1035}$`);

/** A DNS label by RFC 1123: at most 63 of `a-z0-9-`, no hyphen at either end. */
export function validateDns1123Label(value: string): string[] {
  const messages = tooLong(value, DNS1123_LABEL_MAX_LENGTH);
  if (!LABEL_PATTERN.test(value)) {
    const onlyDotsAreWrong = SUBDOMAIN_PATTERN.test(value);
    messages.push(
      onlyDotsAreWrong ? 'must not contain dots' : patternMessage(LABEL_MESSAGE, LABEL, 'my-name', '123-abc'),
    );
  }
  return messages;
}

/** Dot-separated RFC 1123 labels, at most 253 bytes in all. */
export function validateDns1123Subdomain(value: string): string[] {
  const messages = tooLong(value, DNS1123_SUBDOMAIN_MAX_LENGTH);
  if (!SUBDOMAIN_PATTERN.test(value)) {
    messages.push(patternMessage(SUBDOMAIN_MESSAGE, SUBDOMAIN, 'example.com'));
  }
  return messages;
}

/** A subdomain whose labels may hold underscores, and begin with one. */
export function validateDns1123SubdomainWithUnderscore(value: string): string[] {
  const messages = tooLong(value, DNS1123_SUBDOMAIN_MAX_LENGTH);
  if (!UNDERSCORE_SUBDOMAIN_PATTERN.test(value)) {
    messages.push(patternMessage(UNDERSCORE_SUBDOMAIN_MESSAGE, UNDERSCORE_SUBDOMAIN, 'example.com'));
  }
  return messages;
}

/** A subdomain in letters of either case, as the names of CSI drivers may be. */
export function validateDns1123SubdomainCaseless(value: string): string[] {
  const messages =
    Buffer.byteLength(value) > DNS1123_SUBDOMAIN_MAX_LENGTH ? [maxBytesMessage(DNS1123_SUBDOMAIN_MAX_LENGTH)] : [];
  if (!CASELESS_SUBDOMAIN_PATTERN.test(value)) {
    messages.push(patternMessage(CASELESS_SUBDOMAIN_MESSAGE, SUBDOMAIN, 'Example.com'));
  }
  return messages;
}

/** `*.` and a subdomain, as an Ingress host may be (RFC 1034 §4.3.3). */
export function validateWildcardDns1123Subdomain(value: string): string[] {
  const messages = tooLong(value, DNS1123_SUBDOMAIN_MAX_LENGTH);
  if (!WILDCARD_PATTERN.test(value)) {
    messages.push(patternMessage(WILDCARD_MESSAGE, WILDCARD, '*.example.com'));
  }
  return messages;
}

/** A DNS label by RFC 1035: as RFC 1123 has it, but beginning with a letter. */
export function validateDns1035Label(value: string): string[] {
  const messages = tooLong(value, DNS1035_LABEL_MAX_LENGTH);
  if (!LABEL_1035_PATTERN.test(value)) {
    messages.push(patternMessage(LABEL_1035_MESSAGE, LABEL_1035, 'my-name', 'abc-123'));
  }
  return messages;
}

function tooLong(value: string, limit: number): string[] {
  return Buffer.byteLength(value) > limit ? [maxCharactersMessage(limit)] : [];
}
