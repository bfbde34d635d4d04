/** What probes have found out, by container. */
export type ProbeKind = 'startup' | 'liveness' | 'readiness';
export type ProbeResult = 'success' | 'failure';

export interface ProbeResults {
  /** undefined: not known yet. */
  get(containerId: string, kind: ProbeKind): ProbeResult | undefined;
}
