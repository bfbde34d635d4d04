import { describe, expect, it } from 'vitest';
import { Deployment } from '../apps-v1/deployment.ts';
import { CustomResourceDefinition } from '../apiextensions-v1/custom-resource-definition.ts';
import { ConfigMap } from '../core-v1/config-map.ts';
import { Pod } from '../core-v1/pod.ts';
import { Secret } from '../core-v1/secret.ts';
import { decodeJson } from './decode-json.ts';

const pod = (container: object) => ({ spec: { containers: [{ name: 'a', ...container }] } });
const firstContainer = (json: object) => decodeJson(Pod, json).value.spec.containers[0];

describe('decodeJson', () => {
  it('writes what Kubernetes always writes and nothing that it never writes', () => {
    expect(decodeJson(Deployment, { spec: { minReadySeconds: 0, replicas: 0 } }, { defaults: false }).value).toEqual({
      metadata: {},
      spec: { replicas: 0, template: { metadata: {}, spec: { containers: [] } }, strategy: {} },
      status: {},
    });
  });

  it.each([
    [{ resources: { limits: { cpu: '1000m', memory: '1024Mi' } } }, { limits: { cpu: '1', memory: '1Gi' } }],
    [{ resources: { limits: { cpu: 0.5 } } }, { limits: { cpu: '500m' } }],
  ])('brings the quantities of %j to canonical form', (container, resources) => {
    expect(firstContainer(pod(container))?.resources).toEqual(resources);
  });

  it('fills in constant defaults where nothing is given', () => {
    expect(firstContainer(pod({ ports: [{ containerPort: 80 }] }))?.ports).toEqual([
      { containerPort: 80, protocol: 'TCP' },
    ]);
    expect(firstContainer(pod({ ports: [{ containerPort: 80, protocol: '' }] }))?.ports?.[0]?.protocol).toBe('TCP');
  });

  it('names unknown fields by their path', () => {
    const json = { spec: { containers: [{ name: 'a', imagee: 'x' }] }, metadata: { foo: 1 }, extra: 1 };
    expect(decodeJson(Pod, json).unknown).toEqual(['metadata.foo', 'spec.containers[0].imagee', 'extra']);
  });

  it.each([
    [
      { spec: { replicas: 'three' } },
      'cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [{ spec: [] }, 'cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec'],
    [
      { metadata: { labels: { a: 1 } } },
      'cannot unmarshal number into Go struct field ObjectMeta.metadata.labels of type string',
    ],
    [
      { spec: { replicas: 1.5 } },
      'cannot unmarshal number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      { spec: { paused: 'yes' } },
      'cannot unmarshal string into Go struct field DeploymentSpec.spec.paused of type bool',
    ],
    [
      { spec: { template: { spec: { containers: {} } } } },
      'cannot unmarshal object into Go struct field PodSpec.spec.template.spec.containers of type []v1.Container',
    ],
  ])('refuses %j as Go does', (json, message) => {
    expect(() => decodeJson(Deployment, json)).toThrow(message);
  });

  it('takes the fields of inlined structs from where JSON has them', () => {
    const json = { spec: { containers: [], volumes: [{ name: 'v', emptyDir: { medium: 'Memory' } }] } };
    expect(decodeJson(Pod, json).value.spec.volumes).toEqual([{ name: 'v', emptyDir: { medium: 'Memory' } }]);
  });

  it('writes an unset time as null where it is always written', () => {
    const json = { status: { containerStatuses: [{ name: 'a', state: { terminated: { exitCode: 0 } } }] } };
    expect(decodeJson(Pod, json).value.status.containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 0 });
  });

  it('keeps keys like __proto__ and constructor as data', () => {
    const json: unknown = JSON.parse('{"data":{"__proto__":"x","constructor":"y"}}');
    const { value } = decodeJson(ConfigMap, json as object);
    expect(JSON.stringify(value.data)).toBe('{"__proto__":"x","constructor":"y"}');
    expect(Object.getPrototypeOf(value.data)).toBe(Object.prototype);
  });

  it('refuses what is not base64', () => {
    expect(() => decodeJson(Secret, { data: { a: 'a*b=' } })).toThrow('illegal base64 data at input byte 1');
    expect(decodeJson(Secret, { data: { a: 'YWJj\nZGVm' } }).value.data).toEqual({ a: 'YWJjZGVm' });
  });

  it('follows types that contain themselves', () => {
    const schema = { type: 'object', properties: { a: { items: { type: 'string' } } }, additionalProperties: false };
    const json = { spec: { versions: [{ schema: { openAPIV3Schema: schema } }] } };
    const { value, unknown } = decodeJson(CustomResourceDefinition, json);
    expect(unknown).toEqual([]);
    expect(value.spec.versions[0]?.schema?.openAPIV3Schema).toEqual(schema);
  });
});
