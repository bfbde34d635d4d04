/** DELETE of an object. */
import { badRequest } from '@wherry/api';
import { JsonError, YamlError } from '@wherry/api/encoding';
import { DeleteOptions, Status } from '@wherry/api/meta-v1';
import { decodeJson } from '@wherry/api/schema';
import { readFlag } from '../http/query-flag.ts';
import { readBody } from '../http/read-body.ts';
import { deleteObject, type Deleted } from '../registry/delete.ts';
import { assertValidDeleteOptions } from '../registry/delete-options.ts';
import type { Api } from './api.ts';
import { bodyType, parseBody } from './decode-body.ts';
import type { Exchange } from './exchange.ts';
import { readInteger } from './list-options.ts';
import { decodeProtobufOptions } from './protobuf-body.ts';
import { writeRequest, type Scope, type VerbHandler } from './scope.ts';
import { sendDocument, sendObject } from './send-object.ts';

export const deleteHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    const options = await readDeleteOptions(exchange);
    const request = writeRequest(scope, { dryRun: (options.dryRun ?? []).length > 0 });
    const deleted = await deleteObject(api.registry, { request, name: info.name, options });
    sendDeleted(api, scope, { deleted, options });
  };

interface Outcome {
  readonly deleted: Deleted;
  readonly options: DeleteOptions;
}

function sendDeleted(api: Api, scope: Scope, { deleted, options }: Outcome): void {
  const { served, exchange, negotiated } = scope;
  const { removed } = deleted;
  if (!removed || served.stored.strategy.returnsDeleted === true) {
    // Only this old way of asking for the dependents' deletion is answered by "accepted".
    sendObject(api, scope, { shown: deleted, status: !removed && options.orphanDependents === false ? 202 : 200 });
    return;
  }
  const { name = '', uid = '' } = deleted.object.metadata;
  const { group, resource: kind } = served.name;
  const details = { name, ...(group === '' ? {} : { group }), kind, uid };
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
  sendDocument(exchange, status, { negotiated, schema: Status });
}

/**
 * Delete options come as a body or, from simple clients, as a query. `dryRun` counts in both places: better a deletion
 * too few than one too many.
 * @throws StatusError 400 and 422
 */
export async function readDeleteOptions(exchange: Exchange): Promise<DeleteOptions> {
  const { query } = exchange.info;
  const body = await readBody(exchange.request);
  const options = body.length === 0 ? optionsFromQuery(query) : decodeOptions(exchange, body);
  const dryRun = [...new Set([...(options.dryRun ?? []), ...query.getAll('dryRun')])];
  const all: DeleteOptions = { ...options, ...(dryRun.length === 0 ? {} : { dryRun }) };
  assertValidDeleteOptions(all);
  return all;
}

function decodeOptions(exchange: Exchange, body: Buffer): DeleteOptions {
  const type = bodyType(exchange);
  const schema = DeleteOptions;
  if (type === 'application/vnd.kubernetes.protobuf') {
    return decodeJson(schema, decodeProtobufOptions(body, { kind: 'DeleteOptions', schema })).value;
  }
  try {
    const { value } = parseBody(body, type);
    const kind: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'kind') : undefined;
    if (kind !== undefined && kind !== '' && kind !== 'DeleteOptions') {
      throw badRequest('decoded object cannot be converted to DeleteOptions');
    }
    return decodeJson(schema, value ?? {}).value;
  } catch (error) {
    if (error instanceof JsonError) throw badRequest(`couldn't get version/kind; json parse error: ${error.message}`);
    if (error instanceof YamlError) throw badRequest(error.message);
    throw error;
  }
}

/** @throws StatusError 400 */
function optionsFromQuery(query: URLSearchParams): DeleteOptions {
  const grace = readInteger(query, 'gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  const given = {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
    ...(query.has('orphanDependents') ? { orphanDependents: readFlag(query, 'orphanDependents') } : {}),
  };
  return decodeJson(DeleteOptions, given).value;
}
