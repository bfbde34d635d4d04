export { goJson } from './encoding/go-json.ts';
export { quote } from './encoding/quote.ts';
export { FieldError, formatFieldErrors } from './status/field-error.ts';
export type { FieldErrorType, FieldRef } from './status/field-error.ts';
export { FieldPath } from './status/field-path.ts';
export { genericServerResponse } from './status/generic-response.ts';
export type { GenericResponseOptions } from './status/generic-response.ts';
export {
  asStatusError,
  hasStatusCause,
  isAlreadyExists,
  isBadRequest,
  isConflict,
  isForbidden,
  isGone,
  isInternalError,
  isInvalid,
  isMethodNotSupported,
  isNotAcceptable,
  isNotFound,
  isRequestEntityTooLarge,
  isResourceExpired,
  isServerTimeout,
  isServiceUnavailable,
  isTimeout,
  isTooManyRequests,
  isUnauthorized,
  isUnsupportedMediaType,
  suggestedDelaySeconds,
} from './status/is-status.ts';
export {
  alreadyExists,
  applyConflict,
  badRequest,
  conflict,
  forbidden,
  formatGroupKind,
  formatGroupResource,
  generateNameConflict,
  gone,
  internalError,
  invalid,
  methodNotSupported,
  notAcceptable,
  notFound,
  OPTIMISTIC_LOCK_MESSAGE,
  requestEntityTooLarge,
  resourceExpired,
  serverTimeout,
  serviceUnavailable,
  timeoutError,
  tooManyRequests,
  unauthorized,
  unsupportedMediaType,
} from './status/make-status.ts';
export type { GroupKind, GroupResource } from './status/make-status.ts';
export { StatusError } from './status/status-error.ts';
export type { Status, StatusCause, StatusDetails, StatusErrorOptions, StatusReason } from './status/status-error.ts';
