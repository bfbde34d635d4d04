/**
 * Names that neither DNS nor labels give the syntax of: environment variables, ports, keys of ConfigMaps, HTTP headers,
 * path segments, and a few numbers and paths. Each check returns the messages of what is wrong, none when nothing is.
 */
import { DNS1123_SUBDOMAIN_MAX_LENGTH } from './dns-names.ts';
import { EMPTY_MESSAGE, maxCharactersMessage, patternMessage, rangeMessage } from './name-messages.ts';

const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const CONFIG_MAP_KEY = '[-._a-zA-Z0-9]+';
const HTTP_HEADER = '[-A-Za-z0-9]+';
const PERCENT = '[0-9]+%';
/** The characters that RFC 3986 allows in a path. */
export const HTTP_PATH_FORMAT = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

const C_IDENTIFIER_PATTERN = new RegExp(`^${C_IDENTIFIER}$`);
const ENVIRONMENT_NAME_PATTERN = /^[ -<>-~]*$/;
const CONFIG_MAP_KEY_PATTERN = new RegExp(`^${CONFIG_MAP_KEY}$`);
const HTTP_HEADER_PATTERN = new RegExp(`^${HTTP_HEADER}$`);
const PERCENT_PATTERN = new RegExp(`^${PERCENT}$`);
const HTTP_PATH_PATTERN = new RegExp(`^${HTTP_PATH_FORMAT}$`);

const PORT_NAME_MAX_LENGTH = 15;

/** An identifier of the language C. */
export function validateCIdentifier(value: string): string[] {
  if (C_IDENTIFIER_PATTERN.test(value)) {
    return [];
  }
  const message =
    "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'";
  return [patternMessage(message, C_IDENTIFIER, 'my_name', 'MY_NAME', 'MyName')];
}

/** The name of an environment variable: any printable ASCII but `=`. */
export function validateEnvironmentName(value: string): string[] {
  if (value === '') {
    return [`environment variable name ${EMPTY_MESSAGE}`];
  }
  if (ENVIRONMENT_NAME_PATTERN.test(value)) {
    return [];
  }
  return ["a valid environment variable name must consist only of printable ASCII characters other than '='"];
}

/** A key of a ConfigMap or Secret, which has to do as a file name. */
export function validateConfigMapKey(value: string): string[] {
  const messages: string[] = [];
  if (Buffer.byteLength(value) > DNS1123_SUBDOMAIN_MAX_LENGTH) {
    messages.push(maxCharactersMessage(DNS1123_SUBDOMAIN_MAX_LENGTH));
  }
  if (!CONFIG_MAP_KEY_PATTERN.test(value)) {
    const message = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'";
    messages.push(patternMessage(message, CONFIG_MAP_KEY, 'key.name', 'KEY_NAME', 'key-name'));
  }
  return [...messages, ...dotDotMessages(value)];
}

/** The name of a service port (IANA_SVC_NAME, RFC 6335 §5.1), in lower case only. */
export function validatePortName(value: string): string[] {
  const messages: string[] = [];
  if (Buffer.byteLength(value) > PORT_NAME_MAX_LENGTH) {
    messages.push(maxCharactersMessage(PORT_NAME_MAX_LENGTH));
  }
  if (!/^[-a-z0-9]+$/.test(value)) {
    messages.push('must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)');
  }
  if (!/[a-z]/.test(value)) {
    messages.push('must contain at least one letter (a-z)');
  }
  if (value.includes('--')) {
    messages.push('must not contain consecutive hyphens');
  }
  if (value.startsWith('-') || value.endsWith('-')) {
    messages.push('must not begin or end with a hyphen');
  }
  return messages;
}

/** A port number other than 0. */
export function validatePortNumber(value: number): string[] {
  return validateRange(value, { low: 1, high: 65535 });
}

/** A number within bounds that belong to the range. */
export function validateRange(value: number, { low, high }: { low: number; high: number }): string[] {
  return value >= low && value <= high ? [] : [rangeMessage(low, high)];
}

/** The id of a user or a group. */
export function validateUserOrGroupId(value: number): string[] {
  return validateRange(value, { low: 0, high: 2 ** 31 - 1 });
}

/** Digits and a percent sign. */
export function validatePercent(value: string): string[] {
  const message = "a valid percent string must be a numeric string followed by an ending '%'";
  return PERCENT_PATTERN.test(value) ? [] : [patternMessage(message, PERCENT, '1%', '93%')];
}

/** The name of an HTTP header, in the characters that Go's HTTP library takes. */
export function validateHttpHeaderName(value: string): string[] {
  const message = "a valid HTTP header must consist of alphanumeric characters or '-'";
  return HTTP_HEADER_PATTERN.test(value) ? [] : [patternMessage(message, HTTP_HEADER, 'X-Header-Name')];
}

/** A path in the characters that RFC 3986 allows. */
export function validateHttpPath(value: string): string[] {
  return HTTP_PATH_PATTERN.test(value) ? [] : [patternMessage('Invalid path', HTTP_PATH_FORMAT)];
}

function dotDotMessages(value: string): string[] {
  if (value === '.') {
    return ["must not be '.'"];
  }
  if (value === '..') {
    return ["must not be '..'"];
  }
  return value.startsWith('..') ? ["must not start with '..'"] : [];
}
