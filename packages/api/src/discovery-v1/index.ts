export {
  AddressType,
  Endpoint,
  EndpointConditions,
  EndpointHints,
  EndpointPort,
  EndpointSlice,
  ForNode,
  ForZone,
} from './endpoint-slice.ts';
export { EndpointSlices } from './resources.ts';
