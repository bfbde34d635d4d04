export { Event, EventSeries } from './event.ts';
export { Events } from './resources.ts';
