/** The way from this server to what is behind it: kubelets, pods, Services. */
import type { Kubelets } from '../kubelets/kubelets.ts';
import type { Dialer } from './dial.ts';

export interface Outward {
  readonly dialer: Dialer;
  readonly kubelets: Kubelets;
}
