import { describe, expect, it } from 'vitest';

import { Ingress } from './ingress.ts';
import { IngressClass } from './ingress-class.ts';
import { validateIngressClass, validateIngressClassUpdate } from './ingress-class-validation.ts';
import {
  ingressWarnings,
  validateIngress,
  validateIngressStatus,
  validateIngressUpdate,
} from './ingress-validation.ts';
import { decodeJson } from '../schema/decode-json.ts';

const ingress = (spec: object, rest: object = {}): Ingress =>
  decodeJson(Ingress, { metadata: { name: 'web', namespace: 'default' }, spec, ...rest }).value;
const backend = (port: object = { number: 80 }, name = 'web'): object => ({ service: { name, port } });
const rule = (path: object, host = 'example.com'): object => ({
  rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend(), ...path }] } }],
});

const AT = 'spec.rules[0].http.paths[0]';

describe('validateIngress', () => {
  it.each([
    ['a service for everything', { defaultBackend: backend() }],
    ['a path of a host', rule({})],
    ['a wildcard host', rule({}, '*.example.com')],
    ['a named port', rule({ backend: backend({ name: 'http' }) })],
    ['a resource', { defaultBackend: { resource: { kind: 'Bucket', name: 'static', apiGroup: 'example.com' } } }],
    ['a path that only the controller understands', rule({ path: '', pathType: 'ImplementationSpecific' })],
    ['a certificate', { ...rule({}), tls: [{ hosts: ['example.com', '*.example.com'], secretName: 'cert' }] }],
  ])('accepts %s', (_name, spec) => {
    expect(validateIngress(ingress(spec)).map(String)).toEqual([]);
  });

  it.each([
    ['nothing to do', {}, 'spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
    [
      'a backend without service or resource',
      { defaultBackend: {} },
      'spec.defaultBackend: Invalid value: "": resource or service backend is required',
    ],
    [
      'a backend with both',
      { defaultBackend: { ...backend(), resource: { kind: 'Bucket', name: 'static' } } },
      'spec.defaultBackend: Invalid value: "": cannot set both resource and service backends',
    ],
    [
      'a service without port',
      { defaultBackend: backend({}) },
      'spec.defaultBackend: Required value: port name or number is required',
    ],
    [
      'a port with name and number',
      { defaultBackend: backend({ name: 'http', number: 80 }) },
      'spec.defaultBackend: Invalid value: "": cannot set both port name & port number',
    ],
    [
      'a port that is no port',
      { defaultBackend: backend({ number: 65536 }) },
      'spec.defaultBackend.service.port.number: Invalid value: 65536: must be between 1 and 65535, inclusive',
    ],
    [
      'a service without name',
      { defaultBackend: backend({ number: 80 }, '') },
      'spec.defaultBackend.service.name: Required value',
    ],
    [
      'a host that is an address',
      rule({}, '10.0.0.1'),
      'spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address',
    ],
    ['no path', { rules: [{ http: { paths: [] } }] }, 'spec.rules[0].http.paths: Required value'],
    ['no path type', rule({ pathType: undefined }), `${AT}.pathType: Required value: pathType must be specified`],
    [
      'an unknown path type',
      rule({ pathType: 'Regex' }),
      `${AT}.pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"`,
    ],
    ['a relative path', rule({ path: 'a' }), `${AT}.path: Invalid value: "a": must be an absolute path`],
    [
      'a path with empty elements',
      rule({ path: '/a//b' }),
      `${AT}.path: Invalid value: "/a//b": must not contain '//'`,
    ],
    [
      'a path that goes up at its end',
      rule({ path: '/a/..' }),
      `${AT}.path: Invalid value: "/a/..": cannot end with '/..'`,
    ],
  ])('refuses %s', (_name, spec, message) => {
    expect(validateIngress(ingress(spec)).map(String)).toEqual([message]);
  });

  it('refuses a class annotation that contradicts the class name', () => {
    const metadata = { annotations: { 'kubernetes.io/ingress.class': 'a' } };
    const object = ingress({ ...rule({}), ingressClassName: 'b' }, { metadata });
    expect(validateIngress(object).map(String)).toEqual([
      'annotations.kubernetes.io/ingress.class: Invalid value: "a": must match `ingressClassName` when both are specified',
    ]);
  });
});

describe('validateIngressUpdate', () => {
  it.each([
    ['a service name that begins with a digit', { defaultBackend: backend({ number: 80 }, '1web') }],
    ['a secret name that is none', { ...rule({}), tls: [{ secretName: 'A_B' }] }],
    ['wildcard rules without a valid backend', rule({ backend: {} }, '*.example.com')],
  ])('lets stay, but not in, %s', (_name, spec) => {
    const object = ingress(spec);
    expect(validateIngress(object)).toHaveLength(1);
    expect(validateIngressUpdate(object, ingress(rule({})))).toHaveLength(1);
    expect(validateIngressUpdate(object, object)).toEqual([]);
  });
});

describe('validateIngressStatus', () => {
  const withAddress = (address: object): Ingress =>
    ingress(rule({}), { status: { loadBalancer: { ingress: [address] } } });
  it.each([
    ['an address', { ip: '10.0.0.1' }, []],
    ['a name', { hostname: 'lb.example.com' }, []],
    [
      'an address that is none',
      { ip: '10.0.0' },
      [
        'status.loadBalancer.ingress[0].ip: Invalid value: "10.0.0": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
      ],
    ],
    [
      'an address as a name',
      { hostname: '10.0.0.1' },
      ['status.loadBalancer.ingress[0].hostname: Invalid value: "10.0.0.1": must be a DNS name, not an IP address'],
    ],
  ])('judges %s', (_name, address, messages) => {
    expect(validateIngressStatus(withAddress(address), ingress(rule({}))).map(String)).toEqual(messages);
  });
});

describe('ingressWarnings', () => {
  const metadata = { annotations: { 'kubernetes.io/ingress.class': 'nginx' } };
  it.each([
    ['of the annotation alone', {}, 1],
    ['not of annotation and class name', { ingressClassName: 'nginx' }, 0],
  ])('warns %s', (_name, spec, count) => {
    expect(ingressWarnings(ingress(spec, { metadata }))).toEqual(
      Array(count).fill(
        `annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`,
      ),
    );
  });
});

describe('validateIngressClass', () => {
  const ingressClass = (spec: object): IngressClass =>
    decodeJson(IngressClass, { metadata: { name: 'c' }, spec }).value;
  const controller = 'example.com/ingress';
  const parameters = { apiGroup: 'example.com', kind: 'Settings', name: 'external' };
  it.each([
    ['a controller', { controller }, []],
    ['parameters of the cluster, by default', { controller, parameters }, []],
    [
      'parameters of a namespace',
      { controller, parameters: { ...parameters, scope: 'Namespace', namespace: 'x' } },
      [],
    ],
    ['no controller', {}, ['spec.controller: Required value']],
    [
      'a controller without path',
      { controller: 'x' },
      ['spec.controller: Invalid value: "x": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      'a long controller',
      { controller: `example.com/${'x'.repeat(240)}` },
      ['spec.controller: Too long: may not be more than 250 bytes'],
    ],
    [
      'an unknown scope',
      { controller, parameters: { ...parameters, scope: 'Node' } },
      ['spec.parameters.scope: Unsupported value: "Node": supported values: "Cluster", "Namespace"'],
    ],
    [
      'a namespace scope without namespace',
      { controller, parameters: { ...parameters, scope: 'Namespace' } },
      ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"],
    ],
    [
      'a cluster scope with namespace',
      { controller, parameters: { ...parameters, namespace: 'x' } },
      ["spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"],
    ],
  ])('judges %s', (_name, spec, messages) => {
    expect(validateIngressClass(ingressClass(spec)).map(String)).toEqual(messages);
  });

  it('refuses a changed controller', () => {
    const errors = validateIngressClassUpdate(ingressClass({ controller }), ingressClass({ controller: 'a.b/c' }));
    expect(errors.map(String)).toEqual([`spec.controller: Invalid value: "${controller}": field is immutable`]);
  });
});
