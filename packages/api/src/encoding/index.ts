export { decodeEnvelope, encodeEnvelope, isEnvelope } from './envelope.ts';
export type { Envelope, TypeMeta } from './envelope.ts';
export { goJson } from './go-json.ts';
export { JsonError, MAX_JSON_DEPTH, parseJson } from './parse-json.ts';
export type { ParsedJson } from './parse-json.ts';
export { quote } from './quote.ts';
export { WireError, WireType } from './wire-error.ts';
export { MAX_WIRE_DEPTH, WireReader } from './wire-reader.ts';
export { WireWriter } from './wire-writer.ts';
