// What kubectl learns from the server before it does anything: which resources there are, and what their fields mean.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer } from './apiserver-process.ts';
import type { TestServer } from './apiserver-process.ts';
import { kubectl, kubectlVersions } from './kubectl.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server?.stop());

const list = (configMap: string, port: string) => `
apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: ConfigMap
  metadata: {name: settings}
  ${configMap}: {colour: blue}
- apiVersion: apps/v1
  kind: Deployment
  metadata: {name: web}
  spec:
    replicas: 1
    selector: {matchLabels: {app: web}}
    template:
      metadata: {labels: {app: web}}
      spec: {containers: [{name: web, image: web, ports: [{containerPort: ${port}}], resources: {limits: {cpu: 1}}}]}
`;

describe.each(kubectlVersions())('kubectl %s', (version) => {
  const cli = () => kubectl({ version, kubeconfig: server.apiserver.kubeconfig });

  it('knows the server by its version', async () => {
    expect(await cli().json(['version'])).toMatchObject({
      serverVersion: { major: '1', minor: '35', gitVersion: expect.stringMatching(/^v1\.35\.0\+wherry\./) },
    });
  });

  it('lists resources with their short names, verbs and categories', async () => {
    const lines = (await cli().succeed(['api-resources', '--no-headers', '-o', 'wide'])).split('\n');
    const line = (start: string) => lines.find((one) => one.startsWith(start))?.split(/\s+/);
    const all = 'create,delete,deletecollection,get,list,patch,update,watch';
    expect(line('deployments ')).toEqual(['deployments', 'deploy', 'apps/v1', 'true', 'Deployment', all, 'all']);
    expect(line('namespaces ')?.slice(0, 5)).toEqual(['namespaces', 'ns', 'v1', 'false', 'Namespace']);
    expect(line('bindings ')).toEqual(['bindings', 'v1', 'true', 'Binding', 'create', '']);
  });

  it('lists versions', async () => {
    const versions = (await cli().succeed(['api-versions'])).trim().split('\n');
    expect(versions).toEqual(expect.arrayContaining(['apps/v1', 'autoscaling/v1', 'autoscaling/v2', 'batch/v1', 'v1']));
  });

  it.each([
    ['pods.spec.containers', /^KIND: +Pod\nVERSION: +v1\n\nFIELD: containers <\[\]Container>/],
    ['pod.spec.containers', /\n {2}name\t<string> -required-\n/],
    ['pod.spec.restartPolicy', /FIELD: restartPolicy <string>\nENUM:\n {4}Always\n {4}Never\n {4}OnFailure\n/],
    ['deploy.spec.strategy.rollingUpdate', /^GROUP: +apps\n[^]*maxSurge\t<IntOrString>/],
    ['svc.spec.ports.targetPort', /FIELD: targetPort <IntOrString>/],
    ['pod.metadata.labels', /FIELD: labels <map\[string\]string>/],
    ['pod.spec.containers.resources.limits', /FIELD: limits <map\[string\]Quantity>/],
    // Two groups serve Ingresses; people mean the new one.
    ['ingress', /^GROUP: +networking\.k8s\.io\nKIND: +Ingress\nVERSION: +v1\n/],
    ['hpa', /^GROUP: +autoscaling\nKIND: +HorizontalPodAutoscaler\nVERSION: +v2\n/],
  ])('explains %s', async (field, expected) => {
    expect(await cli().succeed(['explain', field])).toMatch(expected);
  });

  it('explains a field in an older version', async () => {
    const text = await cli().succeed(['explain', 'ingress.spec.rules', '--api-version=extensions/v1beta1']);
    expect(text).toMatch(/^GROUP: +extensions\nKIND: +Ingress\nVERSION: +v1beta1\n/);
  });

  it('explains all fields of a kind at once', async () => {
    const text = await cli().succeed(['explain', 'statefulset', '--recursive']);
    expect(text).toMatch(/\n {4}volumeClaimTemplates\t<\[\]PersistentVolumeClaim>\n/);
    expect(text.split('\n').length).toBeGreaterThan(500);
  });

  it('explains by OpenAPI 2 as well', async () => {
    const text = await cli().succeed(['explain', 'pod.spec', '--output=plaintext-openapiv2']);
    expect(text).toMatch(/^KIND: +Pod\nVERSION: +v1\n\nRESOURCE: spec <Object>/);
  });

  it('says that there is no such field', async () => {
    const { code, stderr } = await cli().run(['explain', 'pod.spec.nothing']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('field "nothing" does not exist')]);
  });

  it('checks a List by itself, by what it has read of the schema', async () => {
    const create = (stdin: string) =>
      cli().run(['create', '-f', '-', '--dry-run=client', '--validate=strict', '-o', 'name'], { stdin });
    const good = await create(list('data', '80'));
    expect([good.code, good.stdout]).toEqual([0, 'configmap/settings\ndeployment.apps/web\n']);
    const bad = await create(list('dta', '"80"'));
    expect(bad.code).toBe(1);
    expect(bad.stderr).toContain('ValidationError(ConfigMap): unknown field "dta" in io.k8s.api.core.v1.ConfigMap');
    expect(bad.stderr).toContain('ContainerPort.containerPort: got "string", expected "integer"');
  });

  it('lets the server check a single object, which it has seen to be able to', async () => {
    const stdin = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndta: {}\n';
    const { code, stderr } = await cli().run(['create', '-f', '-', '--dry-run=server', '-n', 'default'], { stdin });
    expect(code).toBe(1);
    expect(stderr).toContain('strict decoding error: unknown field "dta"');
  });
});
