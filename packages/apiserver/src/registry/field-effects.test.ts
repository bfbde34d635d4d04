import { Deployments } from '@wherry/api/apps-v1';
import { ConfigMaps, Pods, Services } from '@wherry/api/core-v1';
import { RuntimeClasses } from '@wherry/api/node-v1';
import { describe, expect, it } from 'vitest';
import { startTestApi } from '../testing/start-test-api.ts';
import { fieldsWithoutEffect, fieldWarnings } from './field-effects.ts';

const seLinuxOptions = { level: 's0' };
const NO_SELINUX = 'has no effect: no node of this cluster has SELinux';

describe('fieldWarnings', () => {
  it('says what a header can carry', () => {
    const texts = fieldsWithoutEffect.flatMap(({ warned, partly }) => [warned, partly].flatMap(Object.values));
    expect(texts.join('')).toMatch(/^[ -~]+$/);
  });

  it('tells of fields of a pod and of its containers, at their places', () => {
    const spec = {
      securityContext: { seLinuxOptions, runAsUser: 1 },
      containers: [{ name: 'a' }, { name: 'b', securityContext: { seLinuxOptions } }],
    };
    expect(fieldWarnings(Pods.schema, { spec })).toEqual([
      `spec.containers[1].securityContext.seLinuxOptions: ${NO_SELINUX}`,
      `spec.securityContext.seLinuxOptions: ${NO_SELINUX}`,
    ]);
    expect(fieldWarnings(Deployments.schema, { spec: { template: { spec } } })).toContain(
      `spec.template.spec.securityContext.seLinuxOptions: ${NO_SELINUX}`,
    );
  });

  it('tells of fields of other kinds, when they are given', () => {
    const service = (loadBalancerIP: string) => fieldWarnings(Services.schema, { spec: { loadBalancerIP } });
    expect(service('10.0.0.1')).toEqual([
      'spec.loadBalancerIP: has no effect: load balancers of this cluster are at localhost',
    ]);
    expect(service('')).toEqual([]);
    expect(fieldWarnings(Pods.schema, { spec: { runtimeClassName: 'kata' } })).toEqual([
      'spec.runtimeClassName: its overhead and its nodes count, but all pods run on the default runtime of the engine',
    ]);
    expect(fieldWarnings(RuntimeClasses.schema, { handler: 'kata' })).toEqual([
      'handler: has no effect: all pods run on the default runtime of the engine',
    ]);
    expect(fieldWarnings(ConfigMaps.schema, { data: { loadBalancerIP: 'x' } })).toEqual([]);
  });

  it('is said to who writes: on creation, and when a field is added', async () => {
    const api = await startTestApi();
    try {
      const path = '/api/v1/namespaces/default/services';
      const body = { metadata: { name: 'web' }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } };
      const warned = async (method: string, at: string, change: object): Promise<string | undefined> => {
        const type = method === 'PATCH' ? { type: 'application/merge-patch+json' } : {};
        const { status, headers } = await api.send(method, at, { body: change, ...type });
        expect(status).toBeLessThan(300);
        const text = headers['warning'];
        return Array.isArray(text) ? text.join() : text;
      };
      expect(await warned('POST', path, body)).toBeUndefined();
      const asking = { spec: { loadBalancerIP: '10.0.0.1' } };
      expect(await warned('PATCH', `${path}/web`, asking)).toContain('spec.loadBalancerIP: has no effect');
      expect(await warned('PATCH', `${path}/web`, { metadata: { labels: { a: 'b' } } })).toBeUndefined();
      const second = { ...body, metadata: { name: 'second' }, spec: { ...body.spec, ...asking.spec } };
      expect(await warned('POST', path, second)).toContain('spec.loadBalancerIP: has no effect');
    } finally {
      await api.stop();
    }
  });
});
