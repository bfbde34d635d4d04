/** How the Docker engine is understood. */
export { containerEvents, type ContainerEventsOptions } from './container-events.ts';
export { messageOf, statusOf } from './engine-answers.ts';
