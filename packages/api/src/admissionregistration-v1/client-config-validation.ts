/** How to reach a webhook, of admission or of conversion between versions of a custom resource. */
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { validatePortNumber } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** Where a webhook is: exactly one of the two. */
export interface ClientConfig {
  readonly url?: string;
  readonly service?: {
    readonly namespace: string;
    readonly name: string;
    readonly path?: string;
    readonly port?: number;
  };
}

const FORM = '; desired format: https://host[/path]';

/** A URL or a Service, and each well-formed. */
export function validateClientConfig(path: FieldPath, { url, service }: ClientConfig): FieldError[] {
  if ((url === undefined) === (service === undefined)) {
    return [FieldError.required(path, 'exactly one of url or service is required')];
  }
  if (url !== undefined) return validateUrl(path.child('url'), url);
  return service === undefined ? [] : validateService(path.child('service'), service);
}

function validateUrl(path: FieldPath, text: string): FieldError[] {
  const url = readUrl(text);
  if (url === undefined) {
    return [FieldError.required(path, `url must be a valid URL: parse ${JSON.stringify(text)}: invalid URI${FORM}`)];
  }
  const { scheme, host, user, fragment, query } = url;
  const errors: FieldError[] = [];
  if (scheme !== 'https') {
    errors.push(FieldError.invalid(path, scheme, `'https' is the only allowed URL scheme${FORM}`));
  }
  if (host === '') errors.push(FieldError.invalid(path, host, `host must be specified${FORM}`));
  if (user !== undefined) {
    errors.push(FieldError.invalid(path, user, 'user information is not permitted in the URL'));
  }
  if (fragment !== '') errors.push(FieldError.invalid(path, fragment, 'fragments are not permitted in the URL'));
  if (query !== '') errors.push(FieldError.invalid(path, query, 'query parameters are not permitted in the URL'));
  return errors;
}

interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly user: string | undefined;
  readonly fragment: string;
  readonly query: string;
}

/** The parts of a URL reference (RFC 3986, appendix B); undefined for what cannot be one. */
function readUrl(text: string): UrlParts | undefined {
  const match = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?[^?#]*(?:\?([^#]*))?(?:#(.*))?$/.exec(text);
  // eslint-disable-next-line no-control-regex -- exactly the characters that no URL may hold
  if (match === null || /[\u0000-\u0020\u007f]/.test(text) || /%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  const [, scheme = '', authority = '', query = '', fragment = ''] = match;
  const at = authority.lastIndexOf('@');
  const host = authority.slice(at + 1);
  if (!/^(?:\[[^\]]*\]|[^:[\]]*)(?::[0-9]*)?$/.test(host)) return undefined;
  return { scheme: scheme.toLowerCase(), host, user: at < 0 ? undefined : authority.slice(0, at), fragment, query };
}

function validateService(path: FieldPath, service: NonNullable<ClientConfig['service']>): FieldError[] {
  const { namespace, name, port = 0 } = service;
  const portMessages = validatePortNumber(port);
  return [
    // Kubernetes looks at them the wrong way round, and so mentions the name first when the namespace is missing.
    ...(namespace === '' ? [FieldError.required(path.child('name'))] : []),
    ...(name === '' ? [FieldError.required(path.child('namespace'))] : []),
    ...(portMessages.length === 0
      ? []
      : [FieldError.invalid(path.child('port'), port, `port is not valid: ${portMessages.join(', ')}`)]),
    ...validateUrlPath(path.child('path'), service.path ?? ''),
  ];
}

function validateUrlPath(path: FieldPath, text: string): FieldError[] {
  if (text === '/' || text === '') return [];
  if (text === '//') return [FieldError.invalid(path, text, 'segment[0] may not be empty')];
  const errors = text.startsWith('/') ? [] : [FieldError.invalid(path, text, "must start with a '/'")];
  const segments = text.slice(1).replace(/\/$/, '').split('/');
  return [
    ...errors,
    ...segments.flatMap((segment, position) => {
      if (segment === '') return [FieldError.invalid(path, text, `segment[${position}] may not be empty`)];
      return validateDns1123Subdomain(segment).map((message) =>
        FieldError.invalid(path, text, `segment[${position}]: ${message}`),
      );
    }),
  ];
}
