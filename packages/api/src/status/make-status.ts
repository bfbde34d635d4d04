/**
 * Makers of the failures that Kubernetes knows, with its codes, reasons and messages. The texts are read by users and
 * matched by scripts, so they are those of Kubernetes 1.35 byte for byte.
 */
import { quote } from '../encoding/quote.ts';
import { formatFieldErrors } from './field-error.ts';
import type { FieldError } from './field-error.ts';
import { StatusError } from './status-error.ts';
import type { StatusCause, StatusDetails } from './status-error.ts';

/** A resource and its group; the group of core resources is empty. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** A kind and its group; the group of core kinds is empty. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** `pods`, or `deployments.apps`: how messages name a resource. */
export function formatGroupResource({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`;
}

/** `Pod`, or `Deployment.apps`: how messages name a kind. */
export function formatGroupKind({ group, kind }: GroupKind): string {
  return group === '' ? kind : `${kind}.${group}`;
}

/** 400: the request cannot be understood. */
export function badRequest(message: string): StatusError {
  return new StatusError({ code: 400, reason: 'BadRequest', message });
}

/** 401: who asks is not known. */
export function unauthorized(message = 'not authorized'): StatusError {
  return new StatusError({ code: 401, reason: 'Unauthorized', message });
}

/** 403: `pods "web" is forbidden: …`. Leave the resource out for paths that are none, and the name out for a list. */
export function forbidden(why: string, target: { resource?: GroupResource; name?: string } = {}): StatusError {
  const { resource = { group: '', resource: '' }, name = '' } = target;
  const about = formatGroupResource(resource);
  const subject = about === '' ? '' : `${about} ${name === '' ? '' : `${quote(name)} `}is `;
  return new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `${subject}forbidden: ${why}`,
    details: aboutResource(resource, name),
  });
}

/** 404: `pods "web" not found`. */
export function notFound(resource: GroupResource, name: string): StatusError {
  return new StatusError({
    code: 404,
    reason: 'NotFound',
    message: `${formatGroupResource(resource)} ${quote(name)} not found`,
    details: aboutResource(resource, name),
  });
}

/** 405: `update is not supported on resources of kind "pods"`. */
export function methodNotSupported(resource: GroupResource, action: string): StatusError {
  return new StatusError({
    code: 405,
    reason: 'MethodNotAllowed',
    message: `${action} is not supported on resources of kind ${quote(formatGroupResource(resource))}`,
    details: aboutResource(resource, ''),
  });
}

/** 406: no answer in a media type that the client accepts; `target` names the kind it asked the answer to be put in. */
export function notAcceptable(accepted: readonly string[], target?: string): StatusError {
  const when = target === undefined ? '' : ` when converting to ${target}`;
  return new StatusError({
    code: 406,
    reason: 'NotAcceptable',
    message: `only the following media types are accepted${when}: ${accepted.join(', ')}`,
  });
}

/** 409: `pods "web" already exists`. */
export function alreadyExists(resource: GroupResource, name: string): StatusError {
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${formatGroupResource(resource)} ${quote(name)} already exists`,
    details: aboutResource(resource, name),
  });
}

/** 409: no free name was found for a `generateName`. */
export function generateNameConflict(resource: GroupResource, name: string): StatusError {
  const why = 'the server was not able to generate a unique name for the object';
  return new StatusError({
    code: 409,
    reason: 'AlreadyExists',
    message: `${formatGroupResource(resource)} ${quote(name)} already exists, ${why}`,
    details: { ...aboutResource(resource, name), retryAfterSeconds: 1 },
  });
}

/** What `conflict` says of an update that was made from an old version of the object. */
export const OPTIMISTIC_LOCK_MESSAGE =
  'the object has been modified; please apply your changes to the latest version and try again';

/** 409: the object is not as the request assumes. */
export function conflict(resource: GroupResource, name: string, why = OPTIMISTIC_LOCK_MESSAGE): StatusError {
  return new StatusError({
    code: 409,
    reason: 'Conflict',
    message: `Operation cannot be fulfilled on ${formatGroupResource(resource)} ${quote(name)}: ${why}`,
    details: aboutResource(resource, name),
  });
}

/** 409: other managers own fields that a server-side apply wants to set. */
export function applyConflict(causes: readonly StatusCause[], message: string): StatusError {
  return new StatusError({ code: 409, reason: 'Conflict', message, details: { causes } });
}

/** 410: the thing is gone and has no new address. */
export function gone(message: string): StatusError {
  return new StatusError({ code: 410, reason: 'Gone', message });
}

/** 410: the resource version or the page asked for is too old to be had. */
export function resourceExpired(message: string): StatusError {
  return new StatusError({ code: 410, reason: 'Expired', message });
}

/** 413: the request's body, or what it asks for, is too large. */
export function requestEntityTooLarge(message: string): StatusError {
  return new StatusError({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: `Request entity too large: ${message}`,
  });
}

/** 415: the body is in a media type that cannot be read. */
export function unsupportedMediaType(accepted: readonly string[]): StatusError {
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `the body of the request was in an unknown format - accepted media types include: ${accepted.join(', ')}`,
  });
}

/** 422: `Pod "web" is invalid: …`, with one cause for each error. */
export function invalid(kind: GroupKind, name: string, errors: readonly FieldError[]): StatusError {
  const why = errors.length > 0 ? `: ${formatFieldErrors(errors)}` : '';
  return new StatusError({
    code: 422,
    reason: 'Invalid',
    message: `${formatGroupKind(kind)} ${quote(name)} is invalid${why}`,
    details: {
      group: kind.group,
      kind: kind.kind,
      name,
      causes: errors.map((error) => ({ reason: error.type, message: error.body(), field: error.field })),
    },
  });
}

/** 429 with the seconds after which to try again; they go out as `Retry-After`, too. */
export function tooManyRequests(message: string, retryAfterSeconds: number): StatusError {
  return new StatusError({ code: 429, reason: 'TooManyRequests', message, details: { retryAfterSeconds } });
}

/** 500: something failed that is nobody's fault but the server's. */
export function internalError(error: Error): StatusError {
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${error.message}`,
    details: { causes: [{ message: error.message }] },
    cause: error,
  });
}

/** 500 `ServerTimeout`: the operation was not carried out and may be tried again. */
export function serverTimeout(resource: GroupResource, operation: string, retryAfterSeconds = 0): StatusError {
  const about = formatGroupResource(resource);
  return new StatusError({
    code: 500,
    reason: 'ServerTimeout',
    message: `The ${operation} operation against ${about} could not be completed at this time, please try again.`,
    details: { ...aboutResource(resource, operation), retryAfterSeconds },
  });
}

/** 503: the service does not run just now. */
export function serviceUnavailable(message: string): StatusError {
  return new StatusError({ code: 503, reason: 'ServiceUnavailable', message });
}

/** 504: the request took too long; the operation may still complete. */
export function timeoutError(message: string, retryAfterSeconds = 0): StatusError {
  return new StatusError({
    code: 504,
    reason: 'Timeout',
    message: `Timeout: ${message}`,
    details: { retryAfterSeconds },
  });
}

function aboutResource({ group, resource }: GroupResource, name: string): StatusDetails {
  return { group, kind: resource, name };
}
