/**
 * Administrative access to devices, which may be in use by others: only in namespaces that are labeled for it. The
 * refusal reads as if validation had found the claim to be wrong.
 */
import { FieldError, FieldPath, invalid } from '@wherry/api';
import { Namespaces } from '@wherry/api/core-v1';
import { ResourceClaims, ResourceClaimTemplates, type ResourceClaim } from '@wherry/api/resource-v1';
import type { ObjectLookup } from '../lookups/object-lookup.ts';
import type { AdmissionPlugin, Admitted } from './admission.ts';
import { isCreation, objectOf, oldObjectOf } from './object-of.ts';

const LABEL = 'resource.kubernetes.io/admin-access';

type Claim = Readonly<ResourceClaim>;

export function deviceAdminAccess({ lookup }: { readonly lookup: Pick<ObjectLookup, 'find'> }): AdmissionPlugin {
  return {
    name: 'DeviceAdminAccess',
    async validate(request) {
      const path = pathOfAccess(request);
      if (path === undefined) return;
      const namespace = await lookup.find(Namespaces, { namespace: '', name: request.namespace });
      if (namespace?.metadata.labels?.[LABEL] === 'true') return;
      const detail = `admin access to devices requires the \`${LABEL}: true\` label on the containing namespace`;
      const { group, kind } = request.served.resource;
      throw invalid({ group, kind }, request.name, [FieldError.forbidden(path, detail)]);
    },
  };
}

/** The first place where the request asks for such access anew. Specs never change, so only new ones count. */
function pathOfAccess(request: Admitted): FieldPath | undefined {
  const claim = objectOf(request, ResourceClaims);
  if (claim !== undefined) {
    const old = oldObjectOf(request, ResourceClaims);
    return isCreation(request) ? pathInSpec(claim.spec) : pathInStatus(claim, old);
  }
  const template = objectOf(request, ResourceClaimTemplates);
  return template !== undefined && isCreation(request) ? pathInSpec(template.spec.spec) : undefined;
}

function pathInSpec({ devices }: Claim['spec']): FieldPath | undefined {
  const position = devices.requests.findIndex(({ exactly }) => exactly?.adminAccess === true);
  return position < 0 ? undefined : FieldPath.of('spec', 'devices', 'requests').index(position).child('adminAccess');
}

function pathInStatus({ status }: Claim, old: Claim | undefined): FieldPath | undefined {
  if (old?.status?.allocation !== undefined) return undefined;
  const results = status?.allocation?.devices?.results ?? [];
  const position = results.findIndex(({ adminAccess }) => adminAccess === true);
  const path = FieldPath.of('status', 'allocation', 'devices', 'results');
  return position < 0 ? undefined : path.index(position).child('adminAccess');
}
