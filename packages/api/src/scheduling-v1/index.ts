export { PriorityClass } from './priority-class.ts';
export { SYSTEM_PRIORITIES } from './priority-class-validation.ts';
export { PriorityClasses } from './resources.ts';
