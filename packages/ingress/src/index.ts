/** HTTP from outside the cluster to its Services. */
export { planRoutes, type RouteInput } from './routes/plan-routes.ts';
export { compileRoutes, type RouteTable } from './routes/route-table.ts';
