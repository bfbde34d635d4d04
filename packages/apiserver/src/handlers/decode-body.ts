/** From a request body to an object of the expected kind: JSON, YAML or protobuf, as strict as the client asks. */
import { badRequest, invalid, FieldError, FieldPath, unsupportedMediaType } from '@wherry/api';
import { JsonError, parseJson, parseYaml, YamlError } from '@wherry/api/encoding';
import type { KubeObject } from '@wherry/api/resources';
import { decodeJson, DecodeError, type Fields, type StructSchema } from '@wherry/api/schema';
import { readBody } from '../http/read-body.ts';
import { decodeProtobufBody } from './protobuf-body.ts';
import type { Exchange } from './exchange.ts';

/** What a body is expected to be. */
export interface Expected {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: StructSchema<Fields>;
}

/** What happens to fields that the schema does not have, and to fields given twice. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict';

const BODY_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'];

/** A parsed document, before it is fitted to a schema. */
export interface ParsedBody {
  readonly value: unknown;
  /** What is wrong with its form though it can be read, such as keys given twice. */
  readonly faults: readonly string[];
}

/**
 * Reads the body of a request as an object.
 * @throws StatusError 400 for what cannot be read as the expected kind, 413, 415
 */
export async function decodeBody(exchange: Exchange, expected: Expected): Promise<KubeObject> {
  const body = await readBody(exchange.request);
  const type = mediaType(exchange);
  if (type === 'application/vnd.kubernetes.protobuf') return decodeProtobufBody(body, expected);
  if (body.length === 0) throw badRequest('the request body is empty: an object is expected');
  const parsed = parseBody(body, type);
  return fit(exchange, { parsed, expected });
}

/** Parses JSON or YAML. @throws StatusError 400, 415 */
export function parseBody(body: Buffer, type: string): ParsedBody {
  try {
    switch (type) {
      case '':
      case 'application/json': {
        const { value, duplicates } = parseJson(body);
        return { value, faults: duplicates };
      }
      case 'application/yaml': {
        const { value, duplicates } = parseYaml(body);
        return { value, faults: duplicates };
      }
      default:
        throw unsupportedMediaType(BODY_TYPES);
    }
  } catch (error) {
    if (error instanceof JsonError || error instanceof YamlError) throw badRequest(error.message);
    throw error;
  }
}

/** The media type of the body, in lower case and without parameters; empty when none is named. */
export function mediaType({ request }: Exchange): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

interface Fitting {
  readonly parsed: ParsedBody;
  readonly expected: Expected;
}

/**
 * Fits a parsed document to the expected kind, with the unknown and doubled fields treated as the client asks.
 * @throws StatusError 400
 */
export function fit(exchange: Exchange, { parsed, expected }: Fitting): KubeObject {
  assertType(parsed.value, expected);
  const { value, unknown } = decoded(parsed.value, expected);
  const faults = [...unknown.map((path) => `unknown field "${path}"`), ...parsed.faults];
  treatFaults(exchange, { faults, expected });
  // Every kind in the table has metadata.
  return value as KubeObject;
}

function decoded(value: unknown, expected: Expected): { value: object; unknown: readonly string[] } {
  try {
    return decodeJson(expected.schema, value);
  } catch (error) {
    if (error instanceof DecodeError) throw cannotHandle(expected, error.message);
    throw error;
  }
}

const cannotHandle = ({ kind, version }: Expected, reason: string) =>
  badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${reason}`);

function treatFaults(
  exchange: Exchange,
  { faults, expected }: { faults: readonly string[]; expected: Expected },
): void {
  // An unknown query value has been refused before; see `assertFieldValidation`.
  const mode = exchange.info.query.get('fieldValidation') ?? 'Warn';
  assertFieldValidation(mode);
  if (faults.length === 0 || mode === 'Ignore') return;
  if (mode === 'Strict') throw cannotHandle(expected, `strict decoding error: ${faults.join(', ')}`);
  for (const fault of faults) exchange.warnings.add(fault);
}

function assertFieldValidation(mode: string): asserts mode is FieldValidation {
  if (mode === 'Ignore' || mode === 'Warn' || mode === 'Strict') return;
  const error = FieldError.notSupported(FieldPath.of('fieldValidation'), mode, ['', 'Ignore', 'Strict', 'Warn']);
  throw invalid({ group: 'meta.k8s.io', kind: 'CreateOptions' }, '', [error]);
}

/** @throws StatusError 400 when the document says that it is something else */
function assertType(value: unknown, { group, version, kind }: Expected): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest(`couldn't get version/kind; json parse error: the body is not an object`);
  }
  const given = value as { apiVersion?: unknown; kind?: unknown };
  const apiVersion = group === '' ? version : `${group}/${version}`;
  // A body that leaves its type out is taken to be what its path says.
  const givenVersion = given.apiVersion === undefined || given.apiVersion === '' ? apiVersion : given.apiVersion;
  const givenKind = given.kind === undefined || given.kind === '' ? kind : given.kind;
  if (givenVersion !== apiVersion) {
    throw badRequest(
      `the API version in the data (${text(givenVersion)}) does not match the expected API version (${apiVersion})`,
    );
  }
  if (givenKind !== kind) {
    throw badRequest(`the kind in the data (${text(givenKind)}) does not match the expected kind (${kind})`);
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
