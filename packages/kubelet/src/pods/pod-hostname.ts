/** What a pod calls itself. Pure. */
import type { Pod } from '@wherry/api/core-v1';

const MOST_HOSTNAME = 63;

/** The pod's name, unless it says otherwise. */
export function hostnameOf({ metadata, spec }: Readonly<Pod>): string {
  const { hostnameOverride, hostname } = spec;
  return hostnameOverride ?? (hostname ?? metadata.name ?? '').slice(0, MOST_HOSTNAME).replace(/[-.]+$/, '');
}

/** The domain that it is in by its subdomain. An overriding name stands for itself. */
export function domainOf({ metadata, spec }: Readonly<Pod>, clusterDomain: string): string | undefined {
  const { hostnameOverride, subdomain = '' } = spec;
  if (hostnameOverride !== undefined || subdomain === '') return undefined;
  return `${subdomain}.${metadata.namespace ?? ''}.svc.${clusterDomain}`;
}
