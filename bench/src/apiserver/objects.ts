// The objects of the benchmarks: ConfigMaps with 600 bytes of data.

import type { RequestTemplate } from '../load/request-template.ts';

/** So many are there when reads are measured. */
export const objectCount = 20_000;

const dataBytes = 600;

/** The path of a namespace's ConfigMaps. */
export const configMaps = (namespace: string): string => `/api/v1/namespaces/${namespace}/configmaps`;

/** Creates ConfigMaps named `<prefix>0000000` and on. */
export function createTemplate(path: string, prefix: string): RequestTemplate {
  return {
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `${prefix}{n}` },
      data: { text: 'x'.repeat(dataBytes) },
    }),
  };
}
