/**
 * The one error class on both sides of the wire: the server throws it and turns it into a Status object at its HTTP
 * edge, the client reads a Status object and throws it. `make-status.ts` makes the usual ones, `is-status.ts` tells
 * them apart.
 */

/** Kubernetes' machine-readable reasons (`metav1.StatusReason`). */
export type StatusReason =
  | ''
  | 'Unauthorized'
  | 'Forbidden'
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Gone'
  | 'Invalid'
  | 'ServerTimeout'
  | 'StoreReadError'
  | 'Timeout'
  | 'TooManyRequests'
  | 'BadRequest'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'RequestEntityTooLarge'
  | 'UnsupportedMediaType'
  | 'InternalError'
  | 'Expired'
  | 'ServiceUnavailable';

/** One of possibly several causes of a failure. */
export interface StatusCause {
  readonly reason?: string;
  readonly message?: string;
  readonly field?: string;
}

/** What a failure is about. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  /** The kind, or for most failures the resource (`pods`), as Kubernetes has it. */
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** A `v1` Status object as it goes over the wire. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  /** One of `StatusReason`, or what some other server made up. */
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code: number;
}

export interface StatusErrorOptions {
  /** The HTTP status code. */
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: StatusDetails;
  readonly cause?: unknown;
}

/** A failed request. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor({ code, reason, message, details, cause }: StatusErrorOptions) {
    super(message, cause === undefined ? {} : { cause });
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** The Status object to send: empty fields are left out, as Kubernetes does. */
  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      ...(this.message === '' ? {} : { message: this.message }),
      ...(this.reason === '' ? {} : { reason: this.reason }),
      ...(this.details === undefined ? {} : { details: withoutEmpty(this.details) }),
      code: this.code,
    };
  }

  /** Reads a received Status object; undefined when the value is not one. */
  static fromStatus(value: unknown): StatusError | undefined {
    if (!isRecord(value) || value['kind'] !== 'Status') {
      return undefined;
    }
    if (value['apiVersion'] !== 'v1' && value['apiVersion'] !== 'meta.k8s.io/v1') {
      return undefined;
    }
    const details = readDetails(value['details']);
    return new StatusError({
      code: typeof value['code'] === 'number' ? value['code'] : 0,
      reason: text(value['reason']),
      message: text(value['message']),
      ...(details === undefined ? {} : { details }),
    });
  }
}

function withoutEmpty({ name, group, kind, uid, causes, retryAfterSeconds }: StatusDetails): StatusDetails {
  return {
    ...(name ? { name } : {}),
    ...(group ? { group } : {}),
    ...(kind ? { kind } : {}),
    ...(uid ? { uid } : {}),
    ...(causes && causes.length > 0 ? { causes: causes.map(causeWithoutEmpty) } : {}),
    ...(retryAfterSeconds ? { retryAfterSeconds } : {}),
  };
}

function causeWithoutEmpty({ reason, message, field }: StatusCause): StatusCause {
  return { ...(reason ? { reason } : {}), ...(message ? { message } : {}), ...(field ? { field } : {}) };
}

function readDetails(value: unknown): StatusDetails | undefined {
  if (!isRecord(value)) {
    return undefined;
  }
  const causes = Array.isArray(value['causes']) ? value['causes'].filter(isRecord) : [];
  return withoutEmpty({
    name: text(value['name']),
    group: text(value['group']),
    kind: text(value['kind']),
    uid: text(value['uid']),
    causes: causes.map((cause) => ({
      reason: text(cause['reason']),
      message: text(cause['message']),
      field: text(cause['field']),
    })),
    retryAfterSeconds: typeof value['retryAfterSeconds'] === 'number' ? value['retryAfterSeconds'] : 0,
  });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
