/** From a request body to an object of the expected kind: JSON, YAML or protobuf, as strict as the client asks. */
import { badRequest, unsupportedMediaType, type StatusError } from '@wherry/api';
import { JsonError, parseJson, parseYaml, YamlError } from '@wherry/api/encoding';
import type { KubeObject } from '@wherry/api/resources';
import { decodeJson, DecodeError, type Fields, type StructSchema } from '@wherry/api/schema';
import { readBody } from '../http/read-body.ts';
import { assertType, givenType, UnknownType, WrongType, WrongVersion } from './body-type.ts';
import { decodeProtobufBody } from './protobuf-body.ts';
import type { Exchange } from './exchange.ts';
import { faultsInOrder } from './faults-in-order.ts';
import type { FieldValidation } from './write-options.ts';

/** What a body is expected to be. */
export interface Expected {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Older versions of the same form, which are taken for this one. */
  readonly olderVersions?: readonly string[];
  readonly schema: StructSchema<Fields>;
}

export const BODY_TYPES: readonly string[] = [
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
];

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
export async function decodeBody(
  exchange: Exchange,
  expected: Expected,
  validation: FieldValidation,
): Promise<KubeObject> {
  const type = bodyType(exchange);
  const body = await readBody(exchange.request);
  if (type === 'application/vnd.kubernetes.protobuf') return decodeProtobufBody(body, expected);
  const { object, faults } = readObject(body, { type, expected });
  if (faults.length > 0 && validation === 'Strict') throw cannotHandle(expected, strictMessage(faults));
  if (validation === 'Warn') warnOfFaults(exchange, faults);
  return object;
}

interface Reading {
  readonly type: string;
  readonly expected: Expected;
}

/** @throws StatusError 400 */
function readObject(body: Buffer, { type, expected }: Reading): Fitted {
  let given = expected;
  try {
    const parsed = parseDocument(body, type);
    given = { ...expected, ...givenType(parsed.value, expected) };
    const { object, faults } = fitDocument(parsed, expected);
    // Keys given twice are found in YAML before it is made JSON, and in JSON on the way.
    return { object, faults: type === 'application/json' ? faultsInOrder(parsed.value, faults) : faults };
  } catch (error) {
    if (error instanceof UnknownType) throw unrecognized(error.message, { body, expected });
    if (error instanceof WrongVersion) throw badRequest(error.message);
    if (error instanceof WrongType || error instanceof DecodeError) {
      throw badRequest(
        `${given.kind} in version "${given.version}" cannot be handled as a ${expected.kind}: ${error.message}`,
      );
    }
    throw error;
  }
}

/** Parses JSON or YAML. @throws UnknownType with the parser's message */
function parseDocument(body: Buffer, type: string): ParsedBody {
  try {
    return parseBody(body, type);
  } catch (error) {
    if (error instanceof JsonError)
      throw new UnknownType(`couldn't get version/kind; json parse error: ${error.message}`);
    if (error instanceof YamlError) throw new UnknownType(error.message);
    throw error;
  }
}

/** Parses JSON or YAML. @throws JsonError or YamlError */
export function parseBody(body: Buffer, type: string): ParsedBody {
  const { value, duplicates } = type === 'application/yaml' ? parseYaml(body) : parseJson(body);
  return { value, faults: duplicates };
}

/** The media type of the body, in lower case and without parameters. @throws StatusError 415 for one that is not read */
export function bodyType(exchange: Exchange): string {
  const type = mediaType(exchange);
  if (type === '') return 'application/json';
  if (!BODY_TYPES.includes(type)) throw unsupportedMediaType(BODY_TYPES);
  return type;
}

/** The media type that a request names for its body; empty when it names none. */
export function mediaType({ request }: Exchange): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

interface Fitted {
  readonly object: KubeObject;
  /** Fields given twice and fields that the kind does not have. */
  readonly faults: readonly string[];
}

/**
 * Fits a parsed document to the expected kind.
 * @throws UnknownType, WrongType, WrongVersion or DecodeError
 */
export function fitDocument({ value, faults }: ParsedBody, expected: Expected): Fitted {
  assertType(givenType(value, expected), expected);
  const decoded: { readonly value: object; readonly unknown: readonly string[] } = decodeJson(
    expected.schema,
    value ?? {},
  );
  return {
    // Every kind in the table has metadata.
    object: decoded.value as KubeObject,
    faults: [...faults, ...decoded.unknown.map((path) => `unknown field "${path}"`)],
  };
}

export const strictMessage = (faults: readonly string[]): string => `strict decoding error: ${faults.join(', ')}`;

/** YAML's faults come as one text of several lines. */
export function warnOfFaults({ warnings }: Exchange, faults: readonly string[]): void {
  for (const fault of faults) {
    for (const line of fault
      .replace(/^(?:error converting YAML to JSON: )?yaml: unmarshal errors:\n/, '')
      .split('\n')) {
      warnings.add(line.trim());
    }
  }
}

const cannotHandle = ({ kind, version }: Expected, reason: string): StatusError =>
  badRequest(`${kind} in version "${version}" cannot be handled as a ${kind}: ${reason}`);

function unrecognized(reason: string, { body, expected }: { body: Buffer; expected: Expected }): StatusError {
  return badRequest(
    `the object provided is unrecognized (must be of type ${expected.kind}): ${reason} (${beginningOf(body)})`,
  );
}

const SHOWN_BYTES = 30;

/** How a body begins, for messages: as text where it looks like JSON. */
function beginningOf(body: Buffer): string {
  if (body.length === 0) return '<empty>';
  const shown = body.subarray(0, SHOWN_BYTES).toString(body[0] === 0x7b ? 'utf8' : 'hex');
  return body.length > SHOWN_BYTES ? `${shown} ...` : shown;
}
