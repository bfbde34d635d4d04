/** Which discovery a client prefers. */
import { clausesOf, type MediaFormat } from '../http/negotiate.ts';

/** The parameters by which a client asks for aggregated discovery, and by which the answer is marked. */
export const AGGREGATED_TYPE = 'g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

const FORMATS: Readonly<Record<string, MediaFormat>> = {
  'application/json': 'json',
  'application/yaml': 'yaml',
  'application/vnd.kubernetes.protobuf': 'protobuf',
  'application/*': 'json',
  '*/*': 'json',
};

/**
 * The format of the aggregated document, when that is the first acceptable choice of the client; undefined when it wants
 * the old documents. Its beta version is served no more, as in Kubernetes 1.35.
 */
export function asksForAggregated(accept: string | undefined): MediaFormat | undefined {
  for (const { type, parameters } of clausesOf(accept ?? '')) {
    const format = FORMATS[type];
    const { as, g, v } = parameters;
    if (format === undefined) continue;
    if (as === undefined) return undefined;
    if (as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io' && v === 'v2') return format;
  }
  return undefined;
}
