/** The ports of the cluster on the user's own machine. */
export { openPublishers, PortError, type Publishers, type PublishersOptions } from './engine/publishers.ts';
export { gateFlags, type GateFlags } from './flags.ts';
export { startGate, type GateOptions } from './gate.ts';
export {
  gatePortKey,
  gateTable,
  type GateInput,
  type GatePort,
  type GateTable,
  type RefusedPort,
} from './table/gate-table.ts';
export { supportedFields } from './supported-fields.ts';
