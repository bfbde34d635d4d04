import { describe, expect, it } from 'vitest';

import {
  validateDns1035Label,
  validateDns1123Label,
  validateDns1123Subdomain,
  validateDns1123SubdomainCaseless,
  validateDns1123SubdomainWithUnderscore,
  validateWildcardDns1123Subdomain,
} from './dns-names.ts';
import {
  validateDomainPrefixedKey,
  validateDomainPrefixedPath,
  validateFullyQualifiedDomainName,
  validateFullyQualifiedName,
} from './domain-names.ts';
import {
  validateCIdentifier,
  validateConfigMapKey,
  validateEnvironmentName,
  validateHttpHeaderName,
  validatePercent,
  validatePortName,
  validatePortNumber,
  validateUserOrGroupId,
} from './identifiers.ts';
import { validateLabelValue, validateQualifiedName } from './label-syntax.ts';
import { nameIsDns1035Label, nameIsDnsLabel, nameIsDnsSubdomain, nameIsPathSegment } from './object-names.ts';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const KEY =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const VALUE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const LABEL_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const ENVIRONMENT = "a valid environment variable name must consist only of printable ASCII characters other than '='";

describe('names in DNS', () => {
  it.each([
    ['a label', validateDns1123Label, '0-a', []],
    ['an empty label', validateDns1123Label, '', [LABEL]],
    ['a label with dots', validateDns1123Label, 'a.b', ['must not contain dots']],
    ['a label in capitals', validateDns1123Label, 'A', [LABEL]],
    ['a label that ends in a hyphen', validateDns1123Label, 'a-', [LABEL]],
    ['a label followed by a line break', validateDns1123Label, 'a\n', [LABEL]],
    ['a label of 63', validateDns1123Label, 'a'.repeat(63), []],
    ['a label of 64', validateDns1123Label, 'a'.repeat(64), ['must be no more than 63 characters']],
    [
      'two-byte letters, counted in bytes',
      validateDns1123Label,
      'é'.repeat(32),
      ['must be no more than 63 characters', LABEL],
    ],
    ['a subdomain', validateDns1123Subdomain, 'a.0.b-c', []],
    ['a subdomain with an empty label', validateDns1123Subdomain, 'a..b', [SUBDOMAIN]],
    ['a subdomain of 254', validateDns1123Subdomain, `${'a.'.repeat(126)}aa`, ['must be no more than 253 characters']],
    ['an RFC 1035 label', validateDns1035Label, 'a0-b', []],
    ['an RFC 1035 label that starts with a digit', validateDns1035Label, '0a', [LABEL_1035]],
    ['a wildcard', validateWildcardDns1123Subdomain, '*.a.b', []],
    ['an underscored subdomain', validateDns1123SubdomainWithUnderscore, '_sip._tcp.a', []],
    ['a subdomain in capitals where they are allowed', validateDns1123SubdomainCaseless, 'A.Example', []],
  ])('%s', (_name, validate, value, messages) => {
    expect(validate(value)).toEqual(messages);
  });

  it.each([
    ['a wildcard in the middle', validateWildcardDns1123Subdomain, 'a.*.b', "start with '*.'"],
    ['an underscore at the end', validateDns1123SubdomainWithUnderscore, 'a_.b', "'_', '-' or '.'"],
    ['a hyphen at the start, in either case', validateDns1123SubdomainCaseless, '-A', "e.g. 'Example.com'"],
  ])('refuses %s', (_name, validate, value, part) => {
    expect(validate(value).join()).toContain(part);
  });

  it('takes time in proportion to hostile input', () => {
    expect(validateDns1123Subdomain(`${'a-'.repeat(100_000)}!`)).toHaveLength(2);
  });
});

describe('the syntax of labels', () => {
  it.each([
    ['a bare key', validateQualifiedName, 'My_name.0', []],
    ['a key with a prefix', validateQualifiedName, 'a.io/b', []],
    ['an empty key', validateQualifiedName, '', ['name part must be non-empty', `name part ${KEY}`]],
    ['an empty prefix', validateQualifiedName, '/a', ['prefix part must be non-empty']],
    ['a bad prefix', validateQualifiedName, 'A/b', [`prefix part ${SUBDOMAIN}`]],
    [
      'a long prefix, in bytes',
      validateQualifiedName,
      `${'a'.repeat(254)}/b`,
      ['prefix part must be no more than 253 bytes'],
    ],
    ['a long name, in bytes', validateQualifiedName, 'a'.repeat(64), ['name part must be no more than 63 bytes']],
    [
      'two slashes',
      validateQualifiedName,
      'a/b/c',
      [`a valid label key ${KEY} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`],
    ],
    ['a value', validateLabelValue, 'a.B_c-0', []],
    ['an empty value', validateLabelValue, '', []],
    ['a value with a space', validateLabelValue, 'a b', [VALUE]],
    ['a long value', validateLabelValue, 'a'.repeat(64), ['must be no more than 63 bytes']],
  ])('%s', (_name, validate, value, messages) => {
    expect(validate(value)).toEqual(messages);
  });
});

describe('identifiers', () => {
  it.each([
    ['a C identifier', validateCIdentifier, '_a0', 0],
    ['a C identifier that starts with a digit', validateCIdentifier, '0a', 1],
    ['an environment variable of any printable ASCII', validateEnvironmentName, '0 a-b"~', 0],
    ['a ConfigMap key', validateConfigMapKey, '.a_B-0', 0],
    ['a ConfigMap key with a slash', validateConfigMapKey, 'a/b', 1],
    ['an HTTP header', validateHttpHeaderName, 'X-Real-IP', 0],
    ['an HTTP header with an underscore', validateHttpHeaderName, 'X_Real', 1],
    ['a percentage', validatePercent, '25%', 0],
    ['a percentage without its sign', validatePercent, '25', 1],
    ['a port name', validatePortName, 'http-2', 0],
  ])('%s', (_name, validate, value, count) => {
    expect(validate(value)).toHaveLength(count);
  });

  it.each([
    ['an empty variable name', validateEnvironmentName, '', ['environment variable name must be non-empty']],
    ['an equals sign in a variable name', validateEnvironmentName, 'a=b', [ENVIRONMENT]],
    ['a tab in a variable name', validateEnvironmentName, 'a\tb', [ENVIRONMENT]],
    ['a letter outside ASCII in a variable name', validateEnvironmentName, 'é', [ENVIRONMENT]],
    ['a dot as a key', validateConfigMapKey, '.', ["must not be '.'"]],
    ['two dots as a key', validateConfigMapKey, '..', ["must not be '..'"]],
    ['two dots before a key', validateConfigMapKey, '..a', ["must not start with '..'"]],
    [
      'an empty port name',
      validatePortName,
      '',
      [
        'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'must contain at least one letter (a-z)',
      ],
    ],
    [
      'a port name of digits, too long',
      validatePortName,
      '-0--1234567890123',
      [
        'must be no more than 15 characters',
        'must contain at least one letter (a-z)',
        'must not contain consecutive hyphens',
        'must not begin or end with a hyphen',
      ],
    ],
  ])('says what is wrong with %s', (_name, validate, value, messages) => {
    expect(validate(value)).toEqual(messages);
  });

  it.each([
    [validatePortNumber, 0, ['must be between 1 and 65535, inclusive']],
    [validatePortNumber, 1, []],
    [validatePortNumber, 65535, []],
    [validatePortNumber, 65536, ['must be between 1 and 65535, inclusive']],
    [validateUserOrGroupId, -1, ['must be between 0 and 2147483647, inclusive']],
    [validateUserOrGroupId, 2147483647, []],
  ])('%o of %d', (validate, value, messages) => {
    expect(validate(value)).toEqual(messages);
  });
});

describe('names of objects', () => {
  it.each([
    ['a subdomain', nameIsDnsSubdomain, 'a.b', {}, 0],
    ['a subdomain ending in a dash', nameIsDnsSubdomain, 'a.b-', {}, 1],
    ['the same as a prefix', nameIsDnsSubdomain, 'a.b-', { isPrefix: true }, 0],
    ['a dash alone as a prefix', nameIsDnsSubdomain, '-', { isPrefix: true }, 1],
    ['two dashes after a letter as a prefix, as upstream', nameIsDnsLabel, 'a--', { isPrefix: true }, 0],
    ['a label with a dot', nameIsDnsLabel, 'a.b', {}, 1],
    ['an RFC 1035 label with a leading digit', nameIsDns1035Label, '0a', {}, 1],
    ['a path segment in capitals with colons', nameIsPathSegment, 'system:A', {}, 0],
    ['a dot as a prefix of a path segment', nameIsPathSegment, '.', { isPrefix: true }, 0],
  ])('%s', (_name, rule, value, options, count) => {
    expect(rule(value, options)).toHaveLength(count);
  });

  it.each([
    ['.', ["may not be '.'"]],
    ['..', ["may not be '..'"]],
    ['a/b%', ["may not contain '/'", "may not contain '%'"]],
  ])('%s is no path segment', (value, messages) => {
    expect(nameIsPathSegment(value)).toEqual(messages);
  });
});

describe('names with domains', () => {
  it.each([
    ['no name', validateFullyQualifiedName, '', 'f: Required value'],
    [
      'two labels',
      validateFullyQualifiedName,
      'a.b',
      'f: Invalid value: "a.b": should be a domain with at least three segments separated by dots',
    ],
    ['three labels', validateFullyQualifiedName, 'a.b.c', ''],
    [
      'one label and a dot',
      validateFullyQualifiedDomainName,
      'a.',
      'f: Invalid value: "a": should be a domain with at least two segments separated by dots',
    ],
    [
      'a long label',
      validateFullyQualifiedDomainName,
      `${'a'.repeat(64)}.b`,
      `f: Invalid value: "${'a'.repeat(64)}": must be no more than 63 characters`,
    ],
    ['two labels and a dot', validateFullyQualifiedDomainName, 'a.b.', ''],
    [
      'a path without a domain',
      validateDomainPrefixedPath,
      'foo',
      'f: Invalid value: "foo": must be a domain-prefixed path (such as "acme.io/foo")',
    ],
    ['a path with a domain', validateDomainPrefixedPath, 'acme.io/foo/bar', ''],
    [
      'a path with a space',
      validateDomainPrefixedPath,
      'a/b c',
      `f: Invalid value: "b c": Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')`,
    ],
    [
      'a key without a domain',
      validateDomainPrefixedKey,
      'foo',
      'f: Invalid value: "foo": must be a domain-prefixed key (such as "acme.io/foo")',
    ],
    ['a key with a domain', validateDomainPrefixedKey, 'acme.io/foo', ''],
  ])('%s', (_name, validate, value, text) => {
    expect(validate('f', value).join()).toBe(text);
  });
});
