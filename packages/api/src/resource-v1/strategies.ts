import { dropDeallocatedDevices } from './allocated-devices.ts';
import { validateDeviceClass } from './device-class-validation.ts';
import type { ResourceClaimSpec } from './device.ts';
import { validateResourceClaimStatus } from './resource-claim-status-validation.ts';
import {
  validateResourceClaim,
  validateResourceClaimTemplate,
  validateResourceClaimTemplateUpdate,
  validateResourceClaimUpdate,
} from './resource-claim-validation.ts';
import { validateResourceSlice, validateResourceSliceUpdate } from './resource-slice-validation.ts';
import { DeviceClasses, ResourceClaims, ResourceClaimTemplates, ResourceSlices } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

/** How the kinds of this group behave. */
export const strategies: readonly StrategyEntry[] = [
  strategyFor(DeviceClasses, { validate: validateDeviceClass }),
  strategyFor(ResourceClaims, {
    statusKeepsMetadata: true,
    defaults: ({ spec }) => setClaimDefaults(spec),
    prepareForStatusUpdate: dropDeallocatedDevices,
    validate: validateResourceClaim,
    validateUpdate: validateResourceClaimUpdate,
    validateStatusUpdate: validateResourceClaimStatus,
  }),
  strategyFor(ResourceClaimTemplates, {
    defaults: ({ spec }) => setClaimDefaults(spec.spec),
    validate: validateResourceClaimTemplate,
    validateUpdate: validateResourceClaimTemplateUpdate,
  }),
  strategyFor(ResourceSlices, { validate: validateResourceSlice, validateUpdate: validateResourceSliceUpdate }),
];

/** One device, unless something else was said. */
function setClaimDefaults({ devices }: ResourceClaimSpec): void {
  const requests = devices.requests.flatMap(({ exactly, firstAvailable = [] }) => [
    ...(exactly === undefined ? [] : [exactly]),
    ...firstAvailable,
  ]);
  for (const request of requests) {
    if ((request.allocationMode ?? '') === '') request.allocationMode = 'ExactCount';
    if (request.allocationMode === 'ExactCount' && Number(request.count ?? 0) === 0) request.count = 1;
  }
}
