/** The ports of the cluster on the user's own machine. */
export { gatePortKey, planGate, type GateInput, type GatePlan, type GatePort, type RefusedPort } from './plan-gate.ts';
