export { DeviceClass, DeviceClassConfiguration, DeviceClassSpec } from './device-class.ts';
export {
  CELDeviceSelector,
  DeviceClaim,
  DeviceClaimConfiguration,
  DeviceConfiguration,
  DeviceConstraint,
  DeviceRequest,
  DeviceSelector,
  DeviceSubRequest,
  ExactDeviceRequest,
  OpaqueDeviceConfiguration,
  ResourceClaimSpec,
} from './device.ts';
export { ResourceClaimTemplate, ResourceClaimTemplateSpec } from './resource-claim-template.ts';
export {
  AllocatedDeviceStatus,
  AllocationConfigSource,
  AllocationResult,
  DeviceAllocationConfiguration,
  DeviceAllocationResult,
  DeviceRequestAllocationResult,
  NetworkDeviceData,
  ResourceClaim,
  ResourceClaimConsumerReference,
  ResourceClaimStatus,
} from './resource-claim.ts';
export {
  Device,
  DeviceAttribute,
  DeviceCapacity,
  ResourcePool,
  ResourceSlice,
  ResourceSliceSpec,
} from './resource-slice.ts';
export { DeviceClasses, ResourceClaimTemplates, ResourceClaims, ResourceSlices } from './resources.ts';
