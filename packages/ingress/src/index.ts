/** HTTP from outside the cluster to its Services. */
export { ingressFlags, type IngressFlags } from './flags.ts';
export type { Dial } from './forward/endpoint-pool.ts';
export { startGateway, type Gateway, type GatewayObserver, type GatewayOptions, type Served } from './gateway.ts';
export { dialTcp, startIngress, type Ingress, type IngressOptions } from './ingress.ts';
export { certificates } from './listen/certificates.ts';
export { defaultCertificate } from './listen/default-certificate.ts';
export { startWebListeners, type WebListeners, type WebListenersOptions } from './listen/web-listeners.ts';
export { startAccessLog, type AccessLog, type AccessLogOptions } from './report/access-log.ts';
export { ingressMetrics, type IngressMetrics } from './report/ingress-metrics.ts';
export { planRoutes, type RouteInput } from './routes/plan-routes.ts';
export type { Destination, Endpoint, Notice, RoutePlan, Upstream } from './routes/route-plan.ts';
export { compileRoutes, type RouteTable } from './routes/route-table.ts';
export { supportedFields } from './supported-fields.ts';
