import type { Infer } from '../schema/infer.ts';
import { bool, int64, rawExtension, string } from '../schema/scalars.ts';
import { definitionsIn, field, inline, list, omitEmpty, optional } from '../schema/schema.ts';

const struct = definitionsIn('io.k8s.api.resource.v1');

export const CELDeviceSelector = struct('CELDeviceSelector', 'Selects devices by an expression.', {
  expression: field(
    1,
    string,
    'CEL expression over device (driver, attributes, capacity) that gives a bool; at most 10 KiB.',
  ),
});
export type CELDeviceSelector = Infer<typeof CELDeviceSelector>;

export const DeviceSelector = struct('DeviceSelector', 'Selects devices.', {
  cel: field(1, optional(CELDeviceSelector), 'Selects by a CEL expression. Required.'),
});
export type DeviceSelector = Infer<typeof DeviceSelector>;

export const ExactDeviceRequest = struct('ExactDeviceRequest', 'A request for devices of one class.', {
  deviceClassName: field(1, string, 'Class that the devices must belong to.'),
  selectors: field(2, omitEmpty(list(DeviceSelector)), 'What devices must satisfy besides; at most 32.', {
    merge: 'atomic',
  }),
  allocationMode: field(
    3,
    omitEmpty(string),
    'ExactCount (the default): as many as count says. All: every matching device of a pool.',
  ),
  count: field(4, omitEmpty(int64), 'How many devices, with ExactCount only. Defaults to 1.'),
  adminAccess: field(
    5,
    optional(bool),
    'Access for monitoring or management, to devices that may be in use; only in namespaces labeled for it.',
  ),
});
export type ExactDeviceRequest = Infer<typeof ExactDeviceRequest>;

export const DeviceSubRequest = struct('DeviceSubRequest', 'One of several requests, of which one will be satisfied.', {
  name: field(1, string, 'Name within the request: a DNS label. Elsewhere it is given as request/subrequest.'),
  deviceClassName: field(2, string, 'Class that the devices must belong to.'),
  selectors: field(3, omitEmpty(list(DeviceSelector)), 'What devices must satisfy besides; at most 32.', {
    merge: 'atomic',
  }),
  allocationMode: field(
    4,
    omitEmpty(string),
    'ExactCount (the default): as many as count says. All: every matching device of a pool.',
  ),
  count: field(5, omitEmpty(int64), 'How many devices, with ExactCount only. Defaults to 1.'),
});
export type DeviceSubRequest = Infer<typeof DeviceSubRequest>;

export const DeviceRequest = struct('DeviceRequest', 'A request for devices: exactly one of exactly, firstAvailable.', {
  name: field(1, string, 'Name within the claim, by which containers refer to the devices: a DNS label.'),
  exactly: field(2, optional(ExactDeviceRequest), 'Devices that are needed just so.'),
  firstAvailable: field(
    3,
    omitEmpty(list(DeviceSubRequest)),
    'Requests of which the first that can be is satisfied; at most 8.',
    { merge: 'atomic' },
  ),
});
export type DeviceRequest = Infer<typeof DeviceRequest>;

export const DeviceConstraint = struct('DeviceConstraint', 'What must be true of several devices together.', {
  requests: field(1, omitEmpty(list(string)), 'Requests whose devices are meant; all when empty.', { merge: 'atomic' }),
  matchAttribute: field(
    2,
    optional(string),
    'Attribute that must be the same for all of them, such as example.com/numa. Required.',
  ),
});
export type DeviceConstraint = Infer<typeof DeviceConstraint>;

export const OpaqueDeviceConfiguration = struct('OpaqueDeviceConfiguration', 'Parameters that only a driver reads.', {
  driver: field(1, string, 'Name of the driver: a DNS subdomain.'),
  parameters: field(
    2,
    rawExtension,
    'What it is told: a JSON object of at most 10 KiB, usually with apiVersion, kind.',
  ),
});
export type OpaqueDeviceConfiguration = Infer<typeof OpaqueDeviceConfiguration>;

export const DeviceConfiguration = struct('DeviceConfiguration', 'How devices are set up.', {
  opaque: field(1, optional(OpaqueDeviceConfiguration), 'Parameters for a driver. Required.'),
});
export type DeviceConfiguration = Infer<typeof DeviceConfiguration>;

export const DeviceClaimConfiguration = struct('DeviceClaimConfiguration', 'How the devices of a claim are set up.', {
  requests: field(1, omitEmpty(list(string)), 'Requests whose devices are meant; all when empty.', { merge: 'atomic' }),
  deviceConfiguration: inline(2, DeviceConfiguration),
});
export type DeviceClaimConfiguration = Infer<typeof DeviceClaimConfiguration>;

export const DeviceClaim = struct('DeviceClaim', 'Which devices are claimed.', {
  requests: field(1, list(DeviceRequest), 'Requests for devices, all of which must be satisfied; at most 32.', {
    required: false,
    merge: 'atomic',
  }),
  constraints: field(
    2,
    omitEmpty(list(DeviceConstraint)),
    'What must be true of several devices together; at most 32.',
    { merge: 'atomic' },
  ),
  config: field(3, omitEmpty(list(DeviceClaimConfiguration)), 'How the devices are set up; at most 32.', {
    merge: 'atomic',
  }),
});
export type DeviceClaim = Infer<typeof DeviceClaim>;

export const ResourceClaimSpec = struct('ResourceClaimSpec', 'What is claimed.', {
  devices: field(1, DeviceClaim, 'Which devices are claimed.', { required: false }),
});
export type ResourceClaimSpec = Infer<typeof ResourceClaimSpec>;
