import { describe, expect, it } from 'vitest';

import { fromStored, toStored } from './conversion.ts';
import { Ingress } from './ingress.ts';
import { Ingress as Stored } from '../networking-v1/ingress.ts';
import { decodeJson } from '../schema/decode-json.ts';

const metadata = { name: 'old', namespace: 'default' };
const old = {
  apiVersion: 'extensions/v1beta1',
  kind: 'Ingress',
  metadata,
  spec: {
    backend: { serviceName: 'fallback', servicePort: 'http' },
    rules: [
      { host: 'example.com', http: { paths: [{ path: '/', backend: { serviceName: 'web', servicePort: 80 } }] } },
    ],
    tls: [{ hosts: ['example.com'], secretName: 'cert' }],
  },
};
const stored = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata,
  spec: {
    defaultBackend: { service: { name: 'fallback', port: { name: 'http' } } },
    rules: [
      {
        host: 'example.com',
        http: {
          paths: [
            {
              path: '/',
              pathType: 'ImplementationSpecific',
              backend: { service: { name: 'web', port: { number: 80 } } },
            },
          ],
        },
      },
    ],
    tls: [{ hosts: ['example.com'], secretName: 'cert' }],
  },
};

describe('an Ingress of extensions/v1beta1', () => {
  it('is stored as networking.k8s.io/v1', () => {
    expect(toStored(decodeJson(Ingress, old).value)).toEqual(decodeJson(Stored, stored).value);
  });

  it('comes back as it was', () => {
    const object = decodeJson(Ingress, old).value;
    expect(fromStored(toStored(object))).toEqual(object);
  });

  it('keeps references to other objects', () => {
    const resource = { kind: 'Bucket', name: 'static' };
    const object = decodeJson(Ingress, { metadata, spec: { backend: { resource } } }).value;
    expect(toStored(object).spec.defaultBackend).toEqual({ resource });
    expect(fromStored(toStored(object))).toEqual(object);
  });
});
