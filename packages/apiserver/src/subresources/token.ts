/** The `token` subresource of service accounts. */
import { TokenRequest as schema, type TokenRequest } from '@wherry/api/authentication-v1';
import { createServiceAccountToken } from '../auth/service-account-token.ts';
import type { Api } from '../handlers/api.ts';
import { decodeBody } from '../handlers/decode-body.ts';
import { placeObject, writeRequest, type VerbHandler } from '../handlers/scope.ts';
import { sendDocument } from '../handlers/send-object.ts';
import { readWriteOptions } from '../handlers/write-options.ts';
import { negotiate } from '../http/negotiate.ts';
import { admitted } from '../registry/context.ts';

/** Answers a TokenRequest with a token for the service account of the path. */
export const tokenHandler =
  (api: Api): VerbHandler =>
  async (scope) => {
    const { exchange, info } = scope;
    const { dryRun, fieldValidation } = readWriteOptions(info.query, 'CreateOptions');
    const expected = { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest', schema };
    // decodeBody has checked that it is one.
    const request = (await decodeBody(exchange, expected, fieldValidation)) as TokenRequest;
    placeObject(request, scope);
    const account = { namespace: info.namespace, name: info.name };
    const { admission } = api.registry;
    const asked = admitted(writeRequest(scope, { dryRun }), {
      operation: 'CREATE',
      name: account.name,
      object: request,
    });
    // A kubelet may not have tokens of pods on other nodes.
    await admission.admit(asked);
    await admission.validate(asked);
    const issued = await createServiceAccountToken(request, { ...api.identity.issuer, account });
    const document = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', ...issued };
    const negotiated = negotiate(exchange.request.headers.accept, { renderings: [] });
    sendDocument(exchange, document, { negotiated, schema, status: 201 });
  };
