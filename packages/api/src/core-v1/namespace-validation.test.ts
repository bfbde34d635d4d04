import { describe, expect, it } from 'vitest';

import {
  holdsNamespace,
  markNamespaceTerminating,
  prepareNamespaceUpdate,
  prepareNewNamespace,
} from './namespace-lifecycle.ts';
import { validateNamespace, validateNamespaceFinalize, validateNamespaceStatus } from './namespace-validation.ts';
import { Namespace } from './namespace.ts';
import { decodeJson } from '../schema/decode-json.ts';

const read = (json: object): Namespace => decodeJson(Namespace, { metadata: { name: 'shop' }, ...json }).value;

describe('a namespace', () => {
  it('is labelled with its name, active, and held by a finalizer of its own', () => {
    const namespace = read({ metadata: { name: 'shop', labels: { a: 'b', 'kubernetes.io/metadata.name': 'other' } } });
    prepareNewNamespace(namespace);
    expect(namespace.metadata.labels).toEqual({ a: 'b', 'kubernetes.io/metadata.name': 'shop' });
    expect(namespace.spec.finalizers).toEqual(['kubernetes']);
    expect(namespace.status.phase).toBe('Active');
    expect(holdsNamespace(namespace)).toBe(true);
  });

  it('keeps its finalizers when it is updated', () => {
    const namespace = read({ spec: { finalizers: [] } });
    prepareNamespaceUpdate(namespace, read({ spec: { finalizers: ['kubernetes', 'a/b'] } }));
    expect(namespace.spec.finalizers).toEqual(['kubernetes', 'a/b']);
  });

  it('shows that it is being deleted', () => {
    const namespace = read({});
    markNamespaceTerminating(namespace);
    expect(namespace.status).toEqual({ phase: 'Terminating' });
  });

  it.each<[string, string, string[]]>([
    ['a domain', 'example.com/keep', []],
    [
      'no domain and no meaning',
      'keep',
      ['Invalid value: "keep": name is neither a standard finalizer name nor is it fully qualified'],
    ],
  ])('judges a finalizer of %s', (_name, finalizer, bodies) => {
    const namespace = read({ spec: { finalizers: [finalizer] } });
    expect(validateNamespace(namespace).map(String)).toEqual(bodies.map((body) => `spec.finalizers: ${body}`));
    expect(validateNamespaceFinalize(namespace).map(String)).toEqual(
      bodies.map((body) => `spec.finalizers[0]: ${body}`),
    );
  });

  it.each<[string, string | undefined, string, string[]]>([
    ['Active while it lives', undefined, 'Active', []],
    [
      'Terminating while it lives',
      undefined,
      'Terminating',
      [`status.Phase: Invalid value: "Terminating": may only be 'Active' if \`deletionTimestamp\` is empty`],
    ],
    [
      'Active while it is deleted',
      '2026-01-01T00:00:00Z',
      'Active',
      [`status.Phase: Invalid value: "Active": may only be 'Terminating' if \`deletionTimestamp\` is not empty`],
    ],
  ])('judges a phase of %s', (_name, deletionTimestamp, phase, errors) => {
    const namespace = read({ metadata: { name: 'shop', deletionTimestamp }, status: { phase } });
    expect(validateNamespaceStatus(namespace).map(String)).toEqual(errors);
  });
});
