export { PriorityClass } from './priority-class.ts';
export { PriorityClasses } from './resources.ts';
