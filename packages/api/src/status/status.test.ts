import { describe, expect, it } from 'vitest';

import { FieldError } from './field-error.ts';
import { genericServerResponse } from './generic-response.ts';
import {
  hasStatusCause,
  isAlreadyExists,
  isConflict,
  isGone,
  isInvalid,
  isNotFound,
  isRequestEntityTooLarge,
  isResourceExpired,
  isTooManyRequests,
  suggestedDelaySeconds,
} from './is-status.ts';
import {
  alreadyExists,
  applyConflict,
  badRequest,
  conflict,
  forbidden,
  generateNameConflict,
  gone,
  internalError,
  invalid,
  methodNotSupported,
  notAcceptable,
  notFound,
  requestEntityTooLarge,
  resourceExpired,
  serverTimeout,
  serviceUnavailable,
  timeoutError,
  tooManyRequests,
  unauthorized,
  unsupportedMediaType,
} from './make-status.ts';
import { StatusError } from './status-error.ts';

const pods = { group: '', resource: 'pods' };
const deployments = { group: 'apps', resource: 'deployments' };

describe('the makers of failures', () => {
  it.each([
    ['badRequest', badRequest('b'), 400, 'BadRequest', 'b'],
    ['unauthorized', unauthorized('u'), 401, 'Unauthorized', 'u'],
    ['unauthorized for no reason', unauthorized(), 401, 'Unauthorized', 'not authorized'],
    ['forbidden for a path', forbidden('why'), 403, 'Forbidden', 'forbidden: why'],
    ['forbidden for a list', forbidden('why', { resource: pods }), 403, 'Forbidden', 'pods is forbidden: why'],
    ['forbidden', forbidden('why', { resource: pods, name: 'x' }), 403, 'Forbidden', 'pods "x" is forbidden: why'],
    ['notFound', notFound(pods, 'x'), 404, 'NotFound', 'pods "x" not found'],
    ['notFound in a group', notFound(deployments, 'x'), 404, 'NotFound', 'deployments.apps "x" not found'],
    [
      'methodNotSupported',
      methodNotSupported(pods, 'update'),
      405,
      'MethodNotAllowed',
      'update is not supported on resources of kind "pods"',
    ],
    [
      'notAcceptable',
      notAcceptable(['a/b', 'c/d']),
      406,
      'NotAcceptable',
      'only the following media types are accepted: a/b, c/d',
    ],
    [
      'notAcceptable for a conversion',
      notAcceptable(['a/b'], 'meta.k8s.io/v1, Kind=Table'),
      406,
      'NotAcceptable',
      'only the following media types are accepted when converting to meta.k8s.io/v1, Kind=Table: a/b',
    ],
    ['alreadyExists', alreadyExists(pods, 'x'), 409, 'AlreadyExists', 'pods "x" already exists'],
    [
      'generateNameConflict',
      generateNameConflict(pods, 'x'),
      409,
      'AlreadyExists',
      'pods "x" already exists, the server was not able to generate a unique name for the object',
    ],
    [
      'conflict',
      conflict(pods, 'x'),
      409,
      'Conflict',
      'Operation cannot be fulfilled on pods "x": the object has been modified; please apply your changes to the latest version and try again',
    ],
    ['applyConflict', applyConflict([], 'm'), 409, 'Conflict', 'm'],
    ['gone', gone('g'), 410, 'Gone', 'g'],
    ['resourceExpired', resourceExpired('e'), 410, 'Expired', 'e'],
    [
      'requestEntityTooLarge',
      requestEntityTooLarge('limit is 3'),
      413,
      'RequestEntityTooLarge',
      'Request entity too large: limit is 3',
    ],
    [
      'unsupportedMediaType',
      unsupportedMediaType(['a/b', 'c/d']),
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: a/b, c/d',
    ],
    ['tooManyRequests', tooManyRequests('t', 1), 429, 'TooManyRequests', 't'],
    ['internalError', internalError(new Error('boom')), 500, 'InternalError', 'Internal error occurred: boom'],
    [
      'serverTimeout',
      serverTimeout(pods, 'create'),
      500,
      'ServerTimeout',
      'The create operation against pods could not be completed at this time, please try again.',
    ],
    ['serviceUnavailable', serviceUnavailable('s'), 503, 'ServiceUnavailable', 's'],
    ['timeoutError', timeoutError('t'), 504, 'Timeout', 'Timeout: t'],
  ])('%s', (_name, error, code, reason, message) => {
    expect({ code: error.code, reason: error.reason, message: error.message }).toEqual({ code, reason, message });
  });
});

describe('StatusError.toStatus', () => {
  it('leaves empty fields out', () => {
    expect(notFound(pods, 'x').toStatus()).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'pods "x" not found',
      reason: 'NotFound',
      details: { name: 'x', kind: 'pods' },
      code: 404,
    });
    expect('details' in badRequest('b').toStatus()).toBe(false);
  });

  it('gives a cause for each field error, repeats included, as the message does not', () => {
    const error = FieldError.required('spec.a');
    const status = invalid({ group: 'apps', kind: 'Deployment' }, 'x', [error, error]).toStatus();
    expect(status.message).toBe('Deployment.apps "x" is invalid: spec.a: Required value');
    expect(status.details).toEqual({
      name: 'x',
      group: 'apps',
      kind: 'Deployment',
      causes: [
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.a' },
        { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.a' },
      ],
    });
  });

  it('names no reasons when there are none', () => {
    expect(invalid({ group: '', kind: 'Pod' }, 'x', []).message).toBe('Pod "x" is invalid');
  });

  it('survives the wire', () => {
    const sent = invalid({ group: '', kind: 'Pod' }, 'x', [FieldError.required('a')]);
    const received = StatusError.fromStatus(JSON.parse(JSON.stringify(sent.toStatus())));
    expect(received?.toStatus()).toEqual(sent.toStatus());
  });

  it.each([
    ['null', null],
    ['another kind', { kind: 'Pod', apiVersion: 'v1' }],
    ['another API version', { kind: 'Status', apiVersion: 'v2' }],
    ['a list', []],
  ])('fromStatus declines %s', (_name, value) => {
    expect(StatusError.fromStatus(value)).toBeUndefined();
  });

  it('fromStatus drops what has the wrong type', () => {
    const received = StatusError.fromStatus({
      kind: 'Status',
      apiVersion: 'v1',
      code: '404',
      details: { causes: [1, { field: 2 }] },
    });
    expect(received?.toStatus()).toMatchObject({ code: 0, details: { causes: [{}] } });
  });
});

describe('telling failures apart', () => {
  const unknownReason = (code: number): StatusError => new StatusError({ code, reason: 'Teapot', message: '' });

  it.each([
    ['by reason', notFound(pods, 'x'), isNotFound, true],
    ['not by the code of another known reason', alreadyExists(pods, 'x'), isConflict, false],
    ['by code where the reason is unknown', unknownReason(409), isConflict, true],
    ['never by code where codes are shared', unknownReason(409), isAlreadyExists, false],
    ['expired is not gone', resourceExpired('e'), isGone, false],
    ['expired is expired', resourceExpired('e'), isResourceExpired, true],
    [
      '429 whatever the reason',
      new StatusError({ code: 429, reason: 'Invalid', message: '' }),
      isTooManyRequests,
      true,
    ],
    [
      '413 whatever the reason',
      new StatusError({ code: 413, reason: 'Invalid', message: '' }),
      isRequestEntityTooLarge,
      true,
    ],
    [
      'through wrapping errors',
      new Error('outer', { cause: new Error('inner', { cause: notFound(pods, 'x') }) }),
      isNotFound,
      true,
    ],
    ['other errors are none of them', new Error('plain'), isInvalid, false],
    ['values that are no errors', 'text', isNotFound, false],
  ])('%s', (_name, error, question, answer) => {
    expect(question(error)).toBe(answer);
  });

  it('survives errors that are their own cause', () => {
    const loop = new Error('loop');
    loop.cause = loop;
    expect(isNotFound(loop)).toBe(false);
  });

  it('finds a cause by its reason', () => {
    const error = new StatusError({
      code: 403,
      reason: 'Forbidden',
      message: '',
      details: { causes: [{ reason: 'NamespaceTerminating' }] },
    });
    expect(hasStatusCause(error, 'NamespaceTerminating')).toBe(true);
    expect(hasStatusCause(error, 'Other')).toBe(false);
  });

  it.each([
    ['the seconds of a 429', tooManyRequests('t', 3), 3],
    ['zero for a server timeout', serverTimeout(pods, 'create'), 0],
    ['nothing for other failures', notFound(pods, 'x'), undefined],
  ])('suggests %s', (_name, error, seconds) => {
    expect(suggestedDelaySeconds(error)).toBe(seconds);
  });
});

describe('genericServerResponse', () => {
  it.each([
    [
      'a patch that does not apply',
      { code: 422, serverMessage: 'x' },
      'Invalid',
      'the server rejected our request due to an error in our request',
    ],
    [
      'a missing object',
      { code: 404, method: 'GET', resource: pods, name: 'x' },
      'NotFound',
      'the server could not find the requested resource (get pods x)',
    ],
    [
      'a missing list',
      { code: 404, method: 'GET', resource: deployments },
      'NotFound',
      'the server could not find the requested resource (get deployments.apps)',
    ],
    ['a create conflict', { code: 409, method: 'POST' }, 'AlreadyExists', 'the server reported a conflict'],
    ['an update conflict', { code: 409, method: 'PUT' }, 'Conflict', 'the server reported a conflict'],
    ['a refusal in the words of the server', { code: 403, serverMessage: 'no' }, 'Forbidden', 'no'],
    [
      'a crash',
      { code: 500, serverMessage: 'a "b"' },
      'InternalError',
      'an error on the server ("a \\"b\\"") has prevented the request from succeeding',
    ],
    [
      'an unknown code',
      { code: 418 },
      '',
      'the server responded with the status code 418 but did not return more information',
    ],
  ])('describes %s', (_name, options, reason, message) => {
    const error = genericServerResponse(options);
    expect({ reason: error.reason, message: error.message }).toEqual({ reason, message });
  });

  it('keeps what an unexpected answer said as a cause', () => {
    const error = genericServerResponse({ code: 502, serverMessage: 'Bad Gateway', isUnexpected: true });
    expect(hasStatusCause(error, 'UnexpectedServerResponse')).toBe(true);
  });
});
