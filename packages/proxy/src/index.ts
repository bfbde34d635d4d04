/** Services become reachable addresses on a node. */
export { conntrackCommand, type Conntrack } from './conntrack/conntrack-command.ts';
export { flowKeeper, type FlowKeeper } from './conntrack/flow-keeper.ts';
export type { DataPlane } from './data-plane.ts';
export { nftCommand, NftError, type Nft } from './nftables/nft-command.ts';
export { nftablesPlane, type NftablesPlaneOptions } from './nftables/nftables-plane.ts';
export { ipCommand, type IpCommand, IpError } from './routes/ip-command.ts';
export { planRoutes, type RoutesInput, type RoutesPlan } from './routes/plan-routes.ts';
export { routesKeeper, type RoutesKeeper } from './routes/routes-keeper.ts';
export { startServiceRules, type ServiceRulesObserver, type ServiceRulesOptions } from './service-rules.ts';
export { proxyFlags, type ProxyFlags } from './flags.ts';
export { startProxy, type ProxyOptions } from './proxy.ts';
export { planServiceTable, type TableEndpoint, type TableEntry, type TableInput } from './service-table.ts';
export { userspacePlane, type UserspacePlaneOptions } from './userspace/userspace-plane.ts';
export { supportedFields } from './supported-fields.ts';
