/**
 * The syntax of label keys (qualified names: annotations, finalizers and conditions use it, too) and label values. Each
 * check returns the messages of what is wrong, none when nothing is.
 */
import { DNS1123_SUBDOMAIN_MAX_LENGTH, validateDns1123Subdomain } from './dns-names.ts';
import { EMPTY_MESSAGE, maxBytesMessage, maxCharactersMessage, patternMessage } from './name-messages.ts';

export const LABEL_VALUE_MAX_LENGTH = 63;

const KEY_MAX_LENGTH = 63;
const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const KEY_MESSAGE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const KEY_PATTERN = new RegExp(`^${KEY}$`);
const KEY_EXAMPLES = ['MyName', 'my.name', '123-abc'];

const VALUE = `(${KEY})?`;
const VALUE_MESSAGE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const VALUE_PATTERN = new RegExp(`^${VALUE}$`);

/** `name`, or `example.com/name`: at most 63 characters after a DNS subdomain. */
export function validateQualifiedName(value: string): string[] {
  const parts = value.split('/');
  if (parts.length > 2) {
    const syntax = patternMessage(KEY_MESSAGE, KEY, ...KEY_EXAMPLES);
    return [`a valid label key ${syntax} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts.at(-1) ?? '';
  const messages = parts.length === 2 ? prefixMessages(parts[0] ?? '') : [];
  if (name === '') {
    messages.push(`name part ${EMPTY_MESSAGE}`);
  } else if (Buffer.byteLength(name) > KEY_MAX_LENGTH) {
    messages.push(`name part ${maxBytesMessage(KEY_MAX_LENGTH)}`);
  }
  if (!KEY_PATTERN.test(name)) {
    messages.push(`name part ${patternMessage(KEY_MESSAGE, KEY, ...KEY_EXAMPLES)}`);
  }
  return messages;
}

/** At most 63 characters, or none at all. */
export function validateLabelValue(value: string): string[] {
  const messages: string[] = [];
  if (Buffer.byteLength(value) > LABEL_VALUE_MAX_LENGTH) {
    messages.push(maxBytesMessage(LABEL_VALUE_MAX_LENGTH));
  }
  if (!VALUE_PATTERN.test(value)) {
    messages.push(patternMessage(VALUE_MESSAGE, VALUE, 'MyValue', 'my_value', '12345'));
  }
  return messages;
}

function prefixMessages(prefix: string): string[] {
  if (prefix === '') {
    return [`prefix part ${EMPTY_MESSAGE}`];
  }
  const inCharacters = maxCharactersMessage(DNS1123_SUBDOMAIN_MAX_LENGTH);
  // Here, Kubernetes 1.35 already counts the bytes that it calls characters elsewhere.
  return validateDns1123Subdomain(prefix).map(
    (message) => `prefix part ${message === inCharacters ? maxBytesMessage(DNS1123_SUBDOMAIN_MAX_LENGTH) : message}`,
  );
}
