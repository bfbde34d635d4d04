/** Which port of this machine leads to the API. Pure. */

export interface PortFacts {
  readonly wanted: number;
  /** Whether somebody asked for this very port. */
  readonly asked: boolean;
  /** Who has it: undefined when it is free, or the cluster's own. */
  readonly holder: string | undefined;
  /** The next port that is free; undefined when there is none near. */
  readonly nextFree: number | undefined;
}

export type PortPlan =
  { readonly port: number; readonly instead?: string } | { readonly problem: string; readonly remedy: string };

export function planPort({ wanted, asked, holder, nextFree }: PortFacts): PortPlan {
  if (holder === undefined) return { port: wanted };
  if (!asked && nextFree !== undefined) return { port: nextFree, instead: holder };
  return {
    problem: `Port ${wanted} of 127.0.0.1 is taken by ${holder}`,
    remedy: nextFree === undefined ? 'end it' : `end it, or choose another port: --api-port=${nextFree}`,
  };
}
