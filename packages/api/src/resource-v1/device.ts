import type { Infer } from '../schema/infer.ts';
import { bool, int64, quantity, rawExtension, string } from '../schema/scalars.ts';
import { definitionsIn, dict, field, inline, list, omitEmpty, oneOf, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const CELDeviceSelector = struct('CELDeviceSelector', '', {
  expression: field(1, string, ''),
});
export type CELDeviceSelector = Infer<typeof CELDeviceSelector>;

export const DeviceSelector = struct('DeviceSelector', '', {
  cel: field(1, optional(CELDeviceSelector), ''),
});
export type DeviceSelector = Infer<typeof DeviceSelector>;

export const DeviceTolerationOperator = oneOf('Exists', 'Equal');
export type DeviceTolerationOperator = Infer<typeof DeviceTolerationOperator>;

export const DeviceToleration = struct('DeviceToleration', '', {
  key: field(1, omitEmpty(string), ''),
  operator: field(2, omitEmpty(DeviceTolerationOperator), '', { default: 'Equal' }),
  value: field(3, omitEmpty(string), ''),
  effect: field(4, omitEmpty(string), ''),
  tolerationSeconds: field(5, optional(int64), ''),
});
export type DeviceToleration = Infer<typeof DeviceToleration>;

export const CapacityRequirements = struct('CapacityRequirements', '', {
  requests: field(1, omitEmpty(dict(quantity)), ''),
});
export type CapacityRequirements = Infer<typeof CapacityRequirements>;

export const ExactDeviceRequest = struct('ExactDeviceRequest', '', {
  deviceClassName: field(1, string, ''),
  selectors: field(2, omitEmpty(list(DeviceSelector)), '', { merge: 'atomic' }),
  allocationMode: field(3, omitEmpty(string), ''),
  count: field(4, omitEmpty(int64), ''),
  adminAccess: field(5, optional(bool), ''),
  tolerations: field(6, omitEmpty(list(DeviceToleration)), '', { merge: 'atomic' }),
  capacity: field(7, optional(CapacityRequirements), ''),
});
export type ExactDeviceRequest = Infer<typeof ExactDeviceRequest>;

export const DeviceSubRequest = struct('DeviceSubRequest', '', {
  name: field(1, string, ''),
  deviceClassName: field(2, string, ''),
  selectors: field(3, omitEmpty(list(DeviceSelector)), '', { merge: 'atomic' }),
  allocationMode: field(4, omitEmpty(string), ''),
  count: field(5, omitEmpty(int64), ''),
  tolerations: field(6, omitEmpty(list(DeviceToleration)), '', { merge: 'atomic' }),
  capacity: field(7, optional(CapacityRequirements), ''),
});
export type DeviceSubRequest = Infer<typeof DeviceSubRequest>;

export const DeviceRequest = struct('DeviceRequest', '', {
  name: field(1, string, ''),
  exactly: field(2, optional(ExactDeviceRequest), ''),
  firstAvailable: field(3, omitEmpty(list(DeviceSubRequest)), '', { merge: 'atomic' }),
});
export type DeviceRequest = Infer<typeof DeviceRequest>;

export const DeviceConstraint = struct('DeviceConstraint', '', {
  requests: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  matchAttribute: field(2, optional(string), ''),
  distinctAttribute: field(3, optional(string), ''),
});
export type DeviceConstraint = Infer<typeof DeviceConstraint>;

export const OpaqueDeviceConfiguration = struct('OpaqueDeviceConfiguration', '', {
  driver: field(1, string, ''),
  parameters: field(2, rawExtension, ''),
});
export type OpaqueDeviceConfiguration = Infer<typeof OpaqueDeviceConfiguration>;

export const DeviceConfiguration = struct('DeviceConfiguration', '', {
  opaque: field(1, optional(OpaqueDeviceConfiguration), ''),
});
export type DeviceConfiguration = Infer<typeof DeviceConfiguration>;

export const DeviceClaimConfiguration = struct('DeviceClaimConfiguration', '', {
  requests: field(1, omitEmpty(list(string)), '', { merge: 'atomic' }),
  deviceConfiguration: inline(2, DeviceConfiguration),
});
export type DeviceClaimConfiguration = Infer<typeof DeviceClaimConfiguration>;

export const DeviceClaim = struct('DeviceClaim', '', {
  requests: field(1, list(DeviceRequest), '', { required: false, merge: 'atomic' }),
  constraints: field(2, omitEmpty(list(DeviceConstraint)), '', { merge: 'atomic' }),
  config: field(3, omitEmpty(list(DeviceClaimConfiguration)), '', { merge: 'atomic' }),
});
export type DeviceClaim = Infer<typeof DeviceClaim>;

export const ResourceClaimSpec = struct('ResourceClaimSpec', '', {
  devices: field(1, DeviceClaim, '', { required: false }),
});
export type ResourceClaimSpec = Infer<typeof ResourceClaimSpec>;
