/** Pods for tests, as a client writes them and the server takes them in. */
import { decodeJson } from '../../schema/decode-json.ts';
import { setPodDefaults } from '../pod-defaults.ts';
import { Pod } from '../pod.ts';

/** A pod of this spec with one container `a`, unless the spec has containers; all defaults are set. */
export function newPod(spec: object = {}, more: { readonly metadata?: object; readonly status?: object } = {}): Pod {
  const { value, unknown } = decodeJson(Pod, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default', ...more.metadata },
    spec: { containers: [{ name: 'a', image: 'nginx' }], ...spec },
    ...(more.status && { status: more.status }),
  });
  if (unknown.length > 0) throw new Error(`not fields of a Pod: ${unknown.join(', ')}`);
  setPodDefaults(value);
  return value;
}

/** A pod whose only container has these fields besides name and image. */
export function podWith(container: object, spec: object = {}): Pod {
  return newPod({ containers: [{ name: 'a', image: 'nginx', ...container }], ...spec });
}
