/** DELETE of an object. */
import { DeleteOptions } from '@wherry/api/meta-v1';
import { decodeJson } from '@wherry/api/schema';
import { badRequest } from '@wherry/api';
import { readBody } from '../http/read-body.ts';
import { deleteObject, type Deleted } from '../registry/delete.ts';
import type { Api } from './api.ts';
import { mediaType, parseBody } from './decode-body.ts';
import type { Exchange } from './exchange.ts';
import { decodeProtobufOptions } from './protobuf-body.ts';
import { readDryRun, writeRequest, type Scope, type VerbHandler } from './scope.ts';
import { sendObject } from './send-object.ts';
import { sendJson } from './send.ts';

export const deleteHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    const options = await readDeleteOptions(exchange);
    const request = writeRequest(scope, { dryRun: readDryRun(info.query, options.dryRun ?? []) });
    const deleted = await deleteObject(api.registry, { request, name: info.name, options });
    sendDeleted(api, scope, deleted);
  };

function sendDeleted(api: Api, scope: Scope, deleted: Deleted): void {
  const { served, exchange } = scope;
  if (!deleted.removed || served.stored.strategy.returnsDeleted === true) {
    sendObject(api, scope, { shown: deleted });
    return;
  }
  const { name = '', uid = '' } = deleted.object.metadata;
  const { group, resource: kind } = served.name;
  sendJson(exchange, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(group === '' ? {} : { group }), kind, uid },
  });
}

/** Delete options come as a body or, from simple clients, as a query. @throws StatusError 400 */
export async function readDeleteOptions(exchange: Exchange): Promise<DeleteOptions> {
  const body = await readBody(exchange.request);
  if (body.length === 0) return decodeOptions(optionsFromQuery(exchange.info.query));
  const type = mediaType(exchange);
  if (type === 'application/vnd.kubernetes.protobuf')
    return decodeOptions(decodeProtobufOptions(body, { kind: 'DeleteOptions', schema: DeleteOptions }));
  const { value } = parseBody(body, type);
  if (typeof value !== 'object' || value === null) throw badRequest('the body of a delete must be DeleteOptions');
  const { kind } = value as { kind?: unknown };
  if (kind !== undefined && kind !== 'DeleteOptions') {
    throw badRequest(`the body of a delete must be DeleteOptions, not ${JSON.stringify(kind)}`);
  }
  return decodeOptions(value);
}

const decodeOptions = (json: object): DeleteOptions => decodeJson(DeleteOptions, json).value;

function optionsFromQuery(query: URLSearchParams): object {
  const grace = query.get('gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  const orphan = query.get('orphanDependents');
  return {
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
    ...(orphan === null ? {} : { orphanDependents: orphan === 'true' }),
  };
}
