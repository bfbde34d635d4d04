export { decodeEnvelope, encodeEnvelope, isEnvelope } from './encoding/envelope.ts';
export type { Envelope, TypeMeta } from './encoding/envelope.ts';
export { goJson } from './encoding/go-json.ts';
export { JsonError, MAX_JSON_DEPTH, parseJson } from './encoding/parse-json.ts';
export type { ParsedJson } from './encoding/parse-json.ts';
export { MAX_YAML_BYTES, MAX_YAML_DEPTH, MAX_YAML_TOKENS, parseYaml } from './encoding/parse-yaml.ts';
export type { ParsedYaml, ParseYamlOptions } from './encoding/parse-yaml.ts';
export { quote } from './encoding/quote.ts';
export { YamlError } from './encoding/yaml-error.ts';
export { WireError, WireType } from './encoding/wire-error.ts';
export { MAX_WIRE_DEPTH, WireReader } from './encoding/wire-reader.ts';
export { WireWriter } from './encoding/wire-writer.ts';
export {
  cidrContains,
  cidrWarnings,
  formatCidr,
  parseCidr,
  validateCidr,
  validateInterfaceAddress,
  validateLegacyCidr,
} from './names/cidr.ts';
export type { Cidr } from './names/cidr.ts';
export {
  DNS1035_LABEL_MAX_LENGTH,
  DNS1123_LABEL_MAX_LENGTH,
  DNS1123_SUBDOMAIN_MAX_LENGTH,
  validateDns1035Label,
  validateDns1123Label,
  validateDns1123Subdomain,
  validateDns1123SubdomainCaseless,
  validateDns1123SubdomainWithUnderscore,
  validateWildcardDns1123Subdomain,
} from './names/dns-names.ts';
export {
  validateDomainPrefixedKey,
  validateDomainPrefixedPath,
  validateFullyQualifiedDomainName,
  validateFullyQualifiedName,
} from './names/domain-names.ts';
export { generateName, MAX_GENERATED_BASE_LENGTH, randomNameSuffix, safeEncodeName } from './names/generate-name.ts';
export type { GenerateNameOptions } from './names/generate-name.ts';
export {
  validateCIdentifier,
  validateConfigMapKey,
  validateEnvironmentName,
  validateHttpHeaderName,
  validateHttpPath,
  validatePercent,
  validatePortName,
  validatePortNumber,
  validateRange,
  validateUserOrGroupId,
} from './names/identifiers.ts';
export {
  formatIp,
  ipWarnings,
  isIpv4,
  isIpv4Mapped,
  parseIp,
  validateIp,
  validateLegacyIp,
} from './names/ip-address.ts';
export type { IpAddress } from './names/ip-address.ts';
export { LABEL_VALUE_MAX_LENGTH, validateLabelValue, validateQualifiedName } from './names/label-syntax.ts';
export {
  EMPTY_MESSAGE,
  maxBytesMessage,
  maxCharactersMessage,
  patternMessage,
  rangeMessage,
} from './names/name-messages.ts';
export { nameIsDns1035Label, nameIsDnsLabel, nameIsDnsSubdomain, nameIsPathSegment } from './names/object-names.ts';
export type { NameRule } from './names/object-names.ts';
export { canonicalDuration, DurationError, formatDuration, parseDuration } from './scalars/duration.ts';
export { isPercent, parseIntOrString, scaledIntOrPercent } from './scalars/int-or-string.ts';
export type { IntOrString } from './scalars/int-or-string.ts';
export { QuantityError } from './scalars/quantity-text.ts';
export type { QuantityFormat } from './scalars/quantity-text.ts';
export { canonicalQuantity, Quantity } from './scalars/quantity.ts';
export {
  canonicalMicroTime,
  canonicalTime,
  formatMicroTime,
  formatMicroTimestamp,
  formatTime,
  formatTimestamp,
  millisecondsOf,
  parseMicroTime,
  parseTime,
  TimeError,
  timestampOf,
} from './scalars/time.ts';
export type { Timestamp } from './scalars/time.ts';
export { FieldMatcher, parseFieldSelector } from './selectors/field-selector.ts';
export type { FieldRequirement } from './selectors/field-selector.ts';
export { LabelMatcher } from './selectors/label-matcher.ts';
export { checkRequirement } from './selectors/label-requirement.ts';
export type { LabelOperator, LabelRequirement, Labels } from './selectors/label-requirement.ts';
export { compileLabelSelector, formatLabels, formatLabelSelector } from './selectors/label-selector.ts';
export type { LabelSelectorFields } from './selectors/label-selector.ts';
export { parseLabelSelector } from './selectors/parse-label-selector.ts';
export { SelectorError } from './selectors/selector-error.ts';
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
