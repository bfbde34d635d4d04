import { Namespace } from '@wherry/api/core-v1';
import { ResourceClaim, ResourceClaims, ResourceClaimTemplate, ResourceClaimTemplates } from '@wherry/api/resource-v1';
import { decodeJson } from '@wherry/api/schema';
import { describe, expect, it } from 'vitest';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import { serve } from '../registry/served-resource.ts';
import type { Admitted } from './admission.ts';
import { deviceAdminAccess } from './device-admin-access.ts';

const LABELED = { 'resource.kubernetes.io/admin-access': 'true' };
const SPEC = { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu', adminAccess: true } }] } };
const RESULT = { request: 'gpu', driver: 'd', pool: 'p', device: '0', adminAccess: true };
const ALLOCATED = { allocation: { devices: { results: [RESULT] } } };
const RULE = 'admin access to devices requires the `resource.kubernetes.io/admin-access: true` label on the containing';

const claim = (json: object) => decodeJson(ResourceClaim, { metadata: { name: 'a' }, ...json }).value;

function request(more: Pick<Admitted, 'operation' | 'served' | 'object' | 'old' | 'subresource'>): Admitted {
  return {
    ...more,
    namespace: 'ns',
    name: 'a',
    user: { name: 'ann', groups: [], extra: {} },
    dryRun: false,
    warn: () => undefined,
  };
}

async function refusalOf(admitted: Admitted, labels: Record<string, string>): Promise<string | undefined> {
  // The one lookup that the plugin makes is for the namespace.
  const find = (async () => decodeJson(Namespace, { metadata: { labels } }).value) as unknown as ObjectLookup['find'];
  try {
    await deviceAdminAccess({ lookup: { find } }).validate?.(admitted);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const served = serve(ResourceClaims, {});
const creation = request({ operation: 'CREATE', subresource: '', served, object: claim({ spec: SPEC }) });
const template = decodeJson(ResourceClaimTemplate, { metadata: { name: 'a' }, spec: { spec: SPEC } }).value;

describe('deviceAdminAccess', () => {
  it.each<[string, Admitted, string]>([
    ['a claim', creation, 'spec.devices.requests[0].adminAccess'],
    [
      'a template',
      request({
        operation: 'CREATE',
        subresource: '',
        served: serve(ResourceClaimTemplates, {}),
        object: template,
      }),
      'spec.devices.requests[0].adminAccess',
    ],
    [
      'an allocation',
      request({
        operation: 'UPDATE',
        subresource: 'status',
        served,
        object: claim({ spec: SPEC, status: ALLOCATED }),
        old: claim({ spec: SPEC }),
      }),
      'status.allocation.devices.results[0].adminAccess',
    ],
  ])('keeps %s out of namespaces that are not labeled for it', async (_name, admitted, path) => {
    expect(await refusalOf(admitted, {})).toContain(`${path}: Forbidden: ${RULE}`);
    expect(await refusalOf(admitted, LABELED)).toBeUndefined();
  });

  it('has nothing against claims of other access', async () => {
    const plain = claim({ spec: { devices: { requests: [{ name: 'gpu', exactly: { deviceClassName: 'gpu' } }] } } });
    expect(await refusalOf({ ...creation, object: plain }, {})).toBeUndefined();
  });
});
