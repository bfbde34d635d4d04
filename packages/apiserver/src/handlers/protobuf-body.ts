/** Request bodies in protobuf: what kubectl's imperative commands and client-go's typed clients send. */
import { badRequest } from '@wherry/api';
import { decodeEnvelope, WireError, WireReader } from '@wherry/api/encoding';
import type { KubeObject } from '@wherry/api/resources';
import { decodeJson, readProtobuf, type Fields, type StructSchema } from '@wherry/api/schema';

export interface ExpectedMessage {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly schema: StructSchema<Fields>;
}

/** Reads an enveloped object of the expected kind. @throws StatusError 400 */
export function decodeProtobufBody(body: Uint8Array, expected: ExpectedMessage): KubeObject {
  const { apiVersion, kind, raw } = envelopeOf(body);
  const wanted = expected.group === '' ? expected.version : `${expected.group}/${expected.version}`;
  if (apiVersion !== wanted && apiVersion !== '') {
    throw badRequest(`the API version in the data (${apiVersion}) does not match the expected API version (${wanted})`);
  }
  if (kind !== expected.kind && kind !== '') {
    throw badRequest(`the kind in the data (${kind}) does not match the expected kind (${expected.kind})`);
  }
  // Every kind in the table has metadata.
  return message(raw, expected.schema) as KubeObject;
}

/** Reads enveloped options, such as DeleteOptions, which come under any group's version. @throws StatusError 400 */
export function decodeProtobufOptions(
  body: Uint8Array,
  { kind, schema }: Pick<ExpectedMessage, 'kind' | 'schema'>,
): object {
  const envelope = envelopeOf(body);
  if (envelope.kind !== kind)
    throw badRequest(`the kind in the data (${envelope.kind}) does not match the expected kind (${kind})`);
  return message(envelope.raw, schema);
}

function envelopeOf(body: Uint8Array) {
  try {
    return decodeEnvelope(body);
  } catch (error) {
    throw asBadRequest(error);
  }
}

function message(raw: Uint8Array, schema: StructSchema<Fields>): object {
  try {
    return decodeJson(schema, readProtobuf(schema, new WireReader(raw))).value;
  } catch (error) {
    throw asBadRequest(error);
  }
}

const asBadRequest = (error: unknown): unknown => (error instanceof WireError ? badRequest(error.message) : error);
