/** Which port of this machine leads to a port of the cluster. Pure. */

export interface PortFacts {
  readonly wanted: number;
  /** Whether somebody asked for this very port. */
  readonly asked: boolean;
  /** Who has it: undefined when it is free, or the cluster's own. */
  readonly holder: string | undefined;
  /** Another port that is free; undefined when there is none near. */
  readonly free: number | undefined;
  /** The flag that names it: `api-port`. */
  readonly flag: string;
}

export type PortPlan =
  { readonly port: number; readonly instead?: string } | { readonly problem: string; readonly remedy: string };

export function planPort({ wanted, asked, holder, free, flag }: PortFacts): PortPlan {
  if (holder === undefined) return { port: wanted };
  if (!asked && free !== undefined) return { port: free, instead: holder };
  return {
    problem: `Port ${wanted} of 127.0.0.1 is taken by ${holder}`,
    remedy: free === undefined ? 'end it' : `end it, or choose another port: --${flag}=${free}`,
  };
}
