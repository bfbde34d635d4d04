import { describe, expect, it } from 'vitest';
import { Service } from '@wherry/api/core-v1';
import { EndpointSlice } from '@wherry/api/discovery-v1';
import { Ingress, IngressClass } from '@wherry/api/networking-v1';
import { decodeJson } from '@wherry/api/schema';
import { ownershipOf } from './ingress-class.ts';
import { planRoutes, type RouteInput } from './plan-routes.ts';
import { compileRoutes } from './route-table.ts';

const backend = (name = 'web', port: object = { number: 80 }): object => ({ service: { name, port } });

function ingress(name: string, spec: object, metadata: object = {}): Ingress {
  return decodeJson(Ingress, { metadata: { name, namespace: 'default', ...metadata }, spec }).value;
}

function rule(host: string, path: string, to: object = backend(), pathType = 'Prefix'): object {
  return { ...(host === '' ? {} : { host }), http: { paths: [{ path, pathType, backend: to }] } };
}

function service(name: string, spec: object = { ports: [{ port: 80, name: 'http' }] }): Service {
  return decodeJson(Service, { metadata: { name, namespace: 'default' }, spec }).value;
}

function slice(
  endpoints: object[],
  ports: object[] = [{ name: 'http', port: 8080 }],
  rest: object = {},
): EndpointSlice {
  return decodeJson(EndpointSlice, { metadata: { name: 's' }, addressType: 'IPv4', endpoints, ports, ...rest }).value;
}

const at = (ip: string, conditions: object = { ready: true }): object => ({ addresses: [ip], conditions });

interface World {
  readonly services?: readonly Service[];
  readonly slices?: readonly EndpointSlice[];
  readonly secrets?: Readonly<Record<string, string>>;
}

function plan(ingresses: readonly Ingress[], world: World = {}) {
  const { services = [service('web')], slices = [slice([at('10.0.0.1')])], secrets = {} } = world;
  const input: RouteInput = {
    ingresses,
    service: (key) => services.find(({ metadata }) => `${metadata.namespace}/${metadata.name}` === key),
    slices: () => slices,
    certificate: (secret) => {
      const certificate = secrets[secret];
      return certificate === undefined ? `Secret "${secret}" is not there` : { secret, certificate, key: 'K' };
    },
  };
  return planRoutes(input);
}

/** `namespace/ingress` and the endpoints, or the problem. */
function outcome(ingresses: readonly Ingress[], [host, path]: readonly [string, string], world: World = {}): string {
  const found = compileRoutes(plan(ingresses, world), (destination) => destination).find(host, path);
  if (found === undefined) return 'nothing';
  const { endpoints, problem } = found.upstream;
  return `${found.ingress} -> ${problem ?? endpoints.map(({ ip, port }) => `${ip}:${port}`).join(' ')}`;
}

const warnings = (ingresses: readonly Ingress[], world: World = {}): string[] =>
  plan(ingresses, world).notices.map(({ ingress: of, reason, message }) => `${of.metadata.name} ${reason}: ${message}`);

describe('planRoutes() backends', () => {
  const one = (to: object) => [ingress('i', { rules: [rule('a.example', '/', to)] })];
  const two = service('two', {
    ports: [
      { name: 'a', port: 80 },
      { name: 'b', port: 81, targetPort: 'x' },
    ],
  });
  const slices = [
    slice(
      [at('10.0.0.1'), at('10.0.0.2')],
      [
        { name: 'a', port: 8080 },
        { name: 'b', port: 9090 },
      ],
    ),
  ];

  it.each([
    ['a port by its number', backend('two', { number: 81 }), 'i -> 10.0.0.1:9090 10.0.0.2:9090'],
    ['a port by its name', backend('two', { name: 'a' }), 'i -> 10.0.0.1:8080 10.0.0.2:8080'],
    ['a port that is not there', backend('two', { number: 82 }), 'i -> service "default/two" has no TCP port 82'],
    ['a port name that is not there', backend('two', { name: 'c' }), 'i -> service "default/two" has no TCP port "c"'],
    ['a Service that is not there', backend('three'), 'i -> service "default/three" does not exist'],
  ])('takes %s', (_name, to, expected) => {
    expect(outcome(one(to), ['a.example', '/'], { services: [two], slices })).toBe(expected);
  });

  it('leaves out a port that is not TCP', () => {
    const udp = service('web', { ports: [{ port: 80, protocol: 'UDP' }] });
    expect(outcome(one(backend()), ['a.example', '/'], { services: [udp] })).toContain('has no TCP port 80');
  });

  it('refuses ExternalName, and says so', () => {
    const world = { services: [service('web', { type: 'ExternalName', externalName: 'metadata.internal' })] };
    const message = 'ervice "default/web" is of type ExternalName, which is not supported as a backend';
    expect(outcome(one(backend()), ['a.example', '/'], world)).toBe(`i -> s${message}`);
    expect(warnings(one(backend()), world)).toEqual([`i UnsupportedBackend: S${message}`]);
  });

  it('refuses resources, and says so', () => {
    const resource = { resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', name: 'static' } };
    expect(warnings(one(resource))).toEqual([
      'i UnsupportedBackend: Backend is Bucket "static": only Services can be served',
    ]);
    expect(outcome(one(resource), ['a.example', '/'])).toContain('only Services can be served');
  });

  it('says which Services and ports are not there, once for an Ingress', () => {
    const twice = ingress('i', { rules: [rule('a.example', '/', backend('x')), rule('b.example', '/', backend('x'))] });
    expect(warnings([twice])).toEqual(['i ServiceNotFound: Service "default/x" does not exist']);
  });
});

describe('planRoutes() endpoints', () => {
  const all = [ingress('i', { defaultBackend: backend() })];

  it.each([
    ['all that are ready', [at('10.0.0.2'), at('10.0.0.1', {})], 'i -> 10.0.0.1:8080 10.0.0.2:8080'],
    ['not those that are not', [at('10.0.0.1'), at('10.0.0.2', { ready: false })], 'i -> 10.0.0.1:8080'],
    [
      'not those that end while others are ready',
      [at('10.0.0.1'), at('10.0.0.2', { ready: false, serving: true, terminating: true })],
      'i -> 10.0.0.1:8080',
    ],
    [
      'those that serve while they end, when none is ready',
      [
        at('10.0.0.1', { ready: false, serving: true, terminating: true }),
        at('10.0.0.2', { ready: false, serving: false, terminating: true }),
        at('10.0.0.3', { ready: false, serving: true, terminating: false }),
      ],
      'i -> 10.0.0.1:8080',
    ],
    ['nobody, when there is nobody', [], 'i -> service "default/web" has no ready endpoints'],
  ])('takes %s', (_name, endpoints, expected) => {
    expect(outcome(all, ['h', '/'], { slices: [slice(endpoints)] })).toBe(expected);
  });

  it('puts the slices of a Service together, and each endpoint once', () => {
    const slices = [slice([at('10.0.0.1')]), slice([at('10.0.0.2'), at('10.0.0.1')])];
    expect(outcome(all, ['h', '/'], { slices })).toBe('i -> 10.0.0.1:8080 10.0.0.2:8080');
  });

  it('leaves out names, and other ports', () => {
    const slices = [
      slice([{ addresses: ['x.example'] }], undefined, { addressType: 'FQDN' }),
      slice([at('10.0.0.1')], [{ name: 'no', port: 1 }]),
    ];
    expect(outcome(all, ['h', '/'], { slices })).toContain('has no ready endpoints');
  });
});

describe('planRoutes() rules', () => {
  it.each([
    ['a rule without host', [ingress('i', { rules: [rule('', '/')] })], 'i'],
    ['a default backend', [ingress('i', { defaultBackend: backend() })], 'i'],
    [
      'ImplementationSpecific as a prefix',
      [ingress('i', { rules: [rule('a.example', '/x', backend(), 'ImplementationSpecific')] })],
      'i',
    ],
    ['hosts in any case', [ingress('i', { rules: [rule('A.Example', '/')] })], 'i'],
    [
      'a host rule before a default backend',
      [ingress('d', { defaultBackend: backend() }), ingress('i', { rules: [rule('a.example', '/')] })],
      'i',
    ],
    [
      'the default backend of the host before that of all',
      [
        ingress('d', { defaultBackend: backend() }),
        ingress('i', { defaultBackend: backend(), rules: [rule('a.example', '/other')] }),
      ],
      'i',
    ],
  ])('knows %s', (_name, ingresses, expected) => {
    expect(outcome(ingresses, ['a.example', '/x/y'])).toContain(`${expected} -> `);
  });

  it('keeps to a default backend of an Ingress with rules for its hosts', () => {
    const some = [ingress('i', { defaultBackend: backend(), rules: [rule('a.example', '/x')] })];
    expect(outcome(some, ['b.example', '/'])).toBe('nothing');
    expect(outcome(some, ['a.example', '/'])).toContain('i -> ');
  });

  it('gives what two claim to the older one, and tells the other', () => {
    const young = ingress(
      'young',
      { rules: [rule('a.example', '/x/')] },
      { creationTimestamp: '2026-02-01T00:00:00Z' },
    );
    const old = ingress('old', { rules: [rule('a.example', '/x')] }, { creationTimestamp: '2026-01-01T00:00:00Z' });
    for (const both of [
      [young, old],
      [old, young],
    ]) {
      expect(outcome(both, ['a.example', '/x'])).toContain('old -> ');
      expect(warnings(both)).toEqual([
        'young RouteConflict: The Prefix path "/x/" of host "a.example" belongs to the older Ingress "default/old"',
      ]);
    }
  });

  it('decides by name between those of one age', () => {
    const same = { creationTimestamp: '2026-01-01T00:00:00Z' };
    const both = ['b', 'a'].map((name) => ingress(name, { defaultBackend: backend() }, same));
    expect(outcome(both, ['h', '/'])).toContain('a -> ');
    expect(warnings(both)).toEqual(['b RouteConflict: The default backend belongs to the older Ingress "default/a"']);
  });

  it('tells an Ingress that claims the same twice', () => {
    const twice = ingress('i', { rules: [rule('a.example', '/'), rule('a.example', '/', backend('other'))] });
    expect(warnings([twice])).toEqual([
      'i RouteConflict: The Prefix path "/" of host "a.example" belongs to an earlier rule of "default/i"',
    ]);
  });

  it('lists annotations of other controllers, and leaves all others alone', () => {
    const annotations = {
      'nginx.ingress.kubernetes.io/ssl-redirect': 'true',
      'nginx.ingress.kubernetes.io/rewrite-target': '/$1',
      'example.com/owner': 'me',
      'ingress.wherry.io/force-https': 'true',
      'ingress.wherry.io/typo': 'x',
    };
    const annotated = ingress('i', { rules: [rule('a.example', '/')] }, { annotations });
    expect(warnings([annotated])).toEqual([
      'i UnsupportedAnnotations: These annotations have no effect: ingress.wherry.io/typo, ' +
        'nginx.ingress.kubernetes.io/rewrite-target, nginx.ingress.kubernetes.io/ssl-redirect',
    ]);
    expect(compileRoutes(plan([annotated]), ({ forcesHttps }) => forcesHttps).find('a.example', '/')).toBe(true);
  });

  it('does not redirect unless it is asked to', () => {
    const annotations = { 'nginx.ingress.kubernetes.io/force-ssl-redirect': 'true' };
    const other = ingress('i', { rules: [rule('a.example', '/')], tls: [{ hosts: ['a.example'] }] }, { annotations });
    expect(compileRoutes(plan([other]), ({ forcesHttps }) => forcesHttps).find('a.example', '/')).toBe(false);
  });
});

describe('planRoutes() certificates', () => {
  const secrets = { 'default/one': '1', 'default/two': '2' };
  const withTls = (name: string, tls: object[], year = 2026) =>
    ingress(name, { rules: [rule('r.example', `/${name}`)], tls }, { creationTimestamp: `${year}-01-01T00:00:00Z` });
  const certificates = (...ingresses: Ingress[]) =>
    Object.fromEntries(
      [...plan(ingresses, { secrets }).certificates].map(([host, found]) => [host, found.certificate]),
    );

  it('finds them by host', () => {
    const both = withTls('i', [
      { hosts: ['A.example', '*.b.example'], secretName: 'one' },
      { hosts: ['c.example'], secretName: 'two' },
    ]);
    expect(certificates(both)).toEqual({ 'a.example': '1', '*.b.example': '1', 'c.example': '2' });
  });

  it('takes the hosts of the rules when none are given', () => {
    expect(certificates(withTls('i', [{ secretName: 'one' }]))).toEqual({ 'r.example': '1' });
  });

  it('keeps to that of the older Ingress, and tells the other', () => {
    const old = withTls('old', [{ hosts: ['a.example'], secretName: 'one' }], 2025);
    const young = withTls('young', [{ hosts: ['a.example'], secretName: 'two' }]);
    expect(certificates(young, old)).toEqual({ 'a.example': '1' });
    expect(warnings([young, old], { secrets })).toEqual([
      'young CertificateConflict: Host "a.example" already has the certificate of Secret "default/one" by an older Ingress',
    ]);
  });

  it('says what is missing', () => {
    expect(warnings([withTls('i', [{ secretName: 'none' }])], { secrets })).toEqual([
      'i CertificateNotUsable: Secret "default/none" is not there',
    ]);
  });
});

describe('ownershipOf()', () => {
  const classOf = (name: string, controller: string, isDefault = false) =>
    decodeJson(IngressClass, {
      metadata: {
        name,
        ...(isDefault ? { annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } : {}),
      },
      spec: { controller },
    }).value;
  const ours = classOf('wherry', 'wherry.io/ingress', true);
  const second = classOf('second', 'wherry.io/ingress');
  const theirs = classOf('nginx', 'k8s.io/ingress-nginx');
  const named = (name: string) => ingress('i', { ingressClassName: name });
  const annotated = (name: string) => ingress('i', {}, { annotations: { 'kubernetes.io/ingress.class': name } });

  it.each([
    ['one of our class', [ours], named('wherry'), true],
    ['one of another class of ours', [ours, second], named('second'), true],
    ['one of a class of others', [ours, theirs], named('nginx'), false],
    ['one of a class that does not exist', [ours], named('none'), false],
    ['one of our class by the old annotation', [ours], annotated('wherry'), true],
    ['one of our name by the old annotation, without a class object', [], annotated('wherry'), true],
    ['one of others by the old annotation', [ours], annotated('nginx'), false],
    ['one without a class, when ours is the default', [ours, theirs], ingress('i', {}), true],
    ['one without a class, when ours is not the default', [second], ingress('i', {}), false],
    ['one without a class, when the default is of others', [classOf('nginx', 'x.io/y', true)], ingress('i', {}), false],
    ['one of our name, when the class is of others', [classOf('wherry', 'x.io/y')], named('wherry'), false],
  ])('of %s', (_name, classes, of, expected) => {
    expect(ownershipOf(classes)(of)).toBe(expected);
  });
});
