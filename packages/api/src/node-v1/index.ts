export { RuntimeClasses } from './resources.ts';
export { Overhead, RuntimeClass, Scheduling } from './runtime-class.ts';
