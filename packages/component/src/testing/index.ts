/** For tests of the packages that are made of components. */
export { eventually } from './eventually.ts';
export { freePort, isFree } from './free-port.ts';
