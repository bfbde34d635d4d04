/** The controllers of a cluster. */
export { startControllerManager, type ControllerManagerOptions } from './controller-manager.ts';
export { controllerManagerFlags, type ControllerManagerFlags } from './flags.ts';
export { supportedFields } from './supported-fields.ts';
