import { Ingresses } from './resources.ts';
import { strategyFor, type StrategyEntry } from '../resources/strategy.ts';

const DEPRECATED =
  'extensions/v1beta1 Ingress is deprecated in v1.14+, unavailable in v1.22+; use networking.k8s.io/v1 Ingress';

/** How the kinds of this group behave; what an Ingress has to satisfy is said where it is stored. */
export const strategies: readonly StrategyEntry[] = [strategyFor(Ingresses, { warnings: () => [DEPRECATED] })];
