// kubectl apply with what belongs to it: diff, prune, replace, dry runs, and the checks of fields.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';

const deployment = ({ name, image, replicas }: { name: string; image: string; replicas?: number }): string => `
apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:${replicas === undefined ? '' : `\n  replicas: ${replicas}`}
  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
      containers:
      - name: main
        image: ${image}
        env:
        - name: COLOR
          value: blue
`;

const configMap = (name: string, rest = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${rest}`;

tellStory((story) => {
  const { play, write, namespace } = story;
  const get = (...args: string[]): Promise<unknown> => story.kubectl.json(['get', ...args]);

  it('creates, leaves alone, changes', async () => {
    await write('shop.yaml', deployment({ name: 'shop', image: 'shop:1', replicas: 2 }));
    await play(`
      $ kubectl apply -f shop.yaml
      deployment.apps/shop created
      $ kubectl apply -f shop.yaml
      deployment.apps/shop unchanged
      $ kubectl get deployment shop -o jsonpath='{.metadata.generation}'
      1
    `);
    await write('shop.yaml', deployment({ name: 'shop', image: 'shop:2' }).replace('COLOR', 'SHAPE'));
    await play(`
      $ kubectl apply -f shop.yaml --dry-run=client
      deployment.apps/shop configured (dry run)
      $ kubectl apply -f shop.yaml --dry-run=server
      deployment.apps/shop configured (server dry run)
      $ kubectl get deployment shop -o jsonpath='{.metadata.generation}'
      1
      $ kubectl apply -f shop.yaml
      deployment.apps/shop configured
    `);
    // What the manifest no longer names is taken away: the variable is gone, the number of replicas is the default.
    expect(await get('deployment', 'shop')).toMatchObject({
      metadata: { generation: 2 },
      spec: {
        replicas: 1,
        template: { spec: { containers: [{ image: 'shop:2', env: [{ name: 'SHAPE', value: 'blue' }] }] } },
      },
    });
  });

  it('keeps what others have set, and takes over what create made', async () => {
    await write('mixed.yaml', deployment({ name: 'mixed', image: 'shop:1' }));
    await play(`
      $ kubectl create -f mixed.yaml
      deployment.apps/mixed created
      $ kubectl apply -f mixed.yaml
      deployment.apps/mixed configured
      ! Warning: resource deployments/mixed is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.
      $ kubectl scale deployment/mixed --replicas=4
      deployment.apps/mixed scaled
      $ kubectl set env deployment/mixed SIZE=3
      deployment.apps/mixed env updated
      $ kubectl apply -f mixed.yaml
      deployment.apps/mixed configured
      $ kubectl get deployment mixed -o jsonpath='{.spec.replicas} {.spec.template.spec.containers[0].env[*].name}'
      4 COLOR SIZE
      $ kubectl apply view-last-applied deployment/mixed -o json
      {
        "apiVersion": "apps/v1",
      …
    `);
  });

  it('diff shows what apply would change', async () => {
    await write('differing.yaml', configMap('differing', 'data: {a: "1"}\n'));
    await play(`
      $ kubectl apply -f differing.yaml
      configmap/differing created
      $ kubectl diff -f differing.yaml
    `);
    await write('differing.yaml', configMap('differing', 'data: {a: "2"}\n'));
    await play(`
      $ kubectl diff -f differing.yaml
      diff …
      --- /tmp/LIVE-…/v1.ConfigMap.${namespace}.differing	…
      +++ /tmp/MERGED-…/v1.ConfigMap.${namespace}.differing	…
      @@ …
       apiVersion: v1
       data:
      -  a: "1"
      +  a: "2"
       kind: ConfigMap
       metadata:
         annotations:
      [exit 1]
      $ kubectl get configmap differing -o jsonpath='{.data.a}'
      1
    `);
  });

  it('prune removes what a selector finds and the manifests no longer have', async () => {
    const labelled = (name: string): string => configMap(name, '  labels: {set: pruned}\n');
    await write('set.yaml', `${labelled('kept')}---\n${labelled('dropped')}`);
    await play(`
      $ kubectl apply -f set.yaml
      configmap/kept created
      configmap/dropped created
    `);
    await write('set.yaml', labelled('kept'));
    await play(`
      $ kubectl apply -f set.yaml --prune -l set=pruned --prune-allowlist=core/v1/ConfigMap --dry-run=server
      configmap/kept unchanged (server dry run)
      configmap/dropped pruned (server dry run)
      $ kubectl apply -f set.yaml --prune -l set=pruned --prune-allowlist=core/v1/ConfigMap
      configmap/kept unchanged
      configmap/dropped pruned
      $ kubectl get configmaps -l set=pruned -o name
      configmap/kept
      $ kubectl apply -f set.yaml --prune -l set=pruned
      configmap/kept unchanged
      …
    `);
  });

  it('--server-side is refused with what is served instead', async () => {
    await write('server-side.yaml', configMap('server-side'));
    await play(`
      $ kubectl apply --server-side -f server-side.yaml
      ! error: Server-side apply not available on the server: (the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json)
      [exit 1]
      $ kubectl get configmap server-side --ignore-not-found
    `);
  });

  it('several documents, folders, and stdin', async () => {
    await write('two.yaml', `# only a comment\n---\n${configMap('one')}---\n${configMap('two')}---\n`);
    await play(`
      $ kubectl apply -f two.yaml
      configmap/one created
      configmap/two created
      $ kubectl get -f two.yaml -o name
      configmap/one
      configmap/two
    `);
    const applied = await story.kubectl.run(['apply', '-f', '-'], {
      stdin: JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'three' }, data: { a: 'b' } }),
    });
    expect(applied).toMatchObject({ code: 0, stdout: 'configmap/three created\n', stderr: '' });
    await play(`
      $ kubectl delete -f two.yaml -o name
      configmap/one
      configmap/two
    `);
  });

  it('replace, and --force', async () => {
    await write('replaced.yaml', configMap('replaced', 'data: {a: "1"}\n'));
    await play(`
      $ kubectl replace -f replaced.yaml
      ! Error from server (NotFound): error when replacing "replaced.yaml": configmaps "replaced" not found
      [exit 1]
      $ kubectl create -f replaced.yaml
      configmap/replaced created
      $ kubectl create -f replaced.yaml
      ! Error from server (AlreadyExists): error when creating "replaced.yaml": configmaps "replaced" already exists
      [exit 1]
    `);
    const uid = await story.kubectl.succeed(['get', '-f', 'replaced.yaml', '-o', 'jsonpath={.metadata.uid}']);
    await write('replaced.yaml', configMap('replaced', 'data: {b: "2"}\n'));
    await play(`
      $ kubectl replace -f replaced.yaml
      configmap/replaced replaced
      $ kubectl get configmap replaced -o jsonpath='{.data} {.metadata.uid}'
      {"b":"2"} ${uid}
      $ kubectl replace --force -f replaced.yaml
      configmap "replaced" deleted${story.version === '1.32' ? '' : ` from ${namespace} namespace`}
      configmap/replaced replaced
    `);
    expect(await story.kubectl.succeed(['get', '-f', 'replaced.yaml', '-o', 'jsonpath={.metadata.uid}'])).not.toBe(uid);
  });

  it('what may not change', async () => {
    await write('fixed.yaml', deployment({ name: 'fixed', image: 'shop:1' }));
    await play('$ kubectl apply -f fixed.yaml\ndeployment.apps/fixed created');
    await write('fixed.yaml', deployment({ name: 'fixed', image: 'shop:1' }).replaceAll('app: fixed', 'app: other'));
    await play(`
      $ kubectl apply -f fixed.yaml
      ! The Deployment "fixed" is invalid: spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable
      [exit 1]
    `);
  });

  describe('a field that does not exist', () => {
    const unknown = (name: string): Promise<void> => write(`${name}.yaml`, configMap(name, 'datum: {a: "1"}\n'));

    it('is refused', async () => {
      await unknown('strict');
      await play(`
        $ kubectl apply -f strict.yaml
        ! Error from server (BadRequest): error when creating "strict.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "datum"
        [exit 1]
        $ kubectl create -f strict.yaml --validate=strict
        ! Error from server (BadRequest): error when creating "strict.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "datum"
        [exit 1]
        $ kubectl create -f strict.yaml --dry-run=server
        ! Error from server (BadRequest): error when creating "strict.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "datum"
        [exit 1]
        $ kubectl create -f strict.yaml --dry-run=client
        configmap/strict created (dry run)
        $ kubectl get configmap strict --ignore-not-found
      `);
    });

    it('is warned of with --validate=warn', async () => {
      await unknown('warned');
      await play(`
        $ kubectl create -f warned.yaml --validate=warn
        configmap/warned created
        ! Warning: unknown field "datum"
      `);
    });

    it('is left out with --validate=ignore', async () => {
      await unknown('ignored');
      await play(`
        $ kubectl create -f ignored.yaml --validate=ignore
        configmap/ignored created
        $ kubectl get configmap ignored -o jsonpath='{.datum}'
      `);
    });
  });

  it('a key that is given twice is told of with its path', async () => {
    const twice = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}';
    await write('twice.json', twice);
    const path = `/api/v1/namespaces/${namespace}/configmaps?fieldValidation=`;
    await play(`
      $ kubectl create --raw ${path}Strict -f twice.json
      ! Error from server (BadRequest): ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.a"
      [exit 1]
      $ kubectl create --raw ${path}Warn -f twice.json
      {…"data":{"a":"2"}…}
      ! Warning: duplicate field "data.a"
    `);
  });

  it('a kustomization', async () => {
    await mkdir(join(story.folder, 'kustomized'));
    await write('kustomized/base.yaml', configMap('base', 'data: {a: "1"}\n'));
    await write(
      'kustomized/kustomization.yaml',
      'resources: [base.yaml]\nnamePrefix: dev-\nlabels: [{pairs: {env: dev}}]\n',
    );
    await play(`
      $ kubectl apply -k kustomized
      configmap/dev-base created
      $ kubectl get configmaps -l env=dev -o name
      configmap/dev-base
      $ kubectl delete -k kustomized -o name
      configmap/dev-base
    `);
  });

  it('a value of the wrong type, a missing kind and text that is no YAML', async () => {
    await Promise.all([
      write('wrong-type.yaml', configMap('wrong-type', 'data: [a]\n')),
      write('no-kind.yaml', 'apiVersion: v1\nmetadata: {name: no-kind}\n'),
      write('strange-kind.yaml', 'apiVersion: example.com/v1\nkind: Wherry\nmetadata: {name: strange}\n'),
      write('no-yaml.yaml', 'a: b: c\n'),
      write(
        'text-number.yaml',
        deployment({ name: 'text-number', image: 'shop:1' }).replace('spec:', 'spec:\n  replicas: "2"'),
      ),
    ]);
    await play(`
      $ kubectl create -f wrong-type.yaml
      ! Error from server (BadRequest): error when creating "wrong-type.yaml": ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal array into Go struct field ConfigMap.data of type map[string]string
      [exit 1]
      $ kubectl create -f text-number.yaml
      ! Error from server (BadRequest): error when creating "text-number.yaml": Deployment in version "v1" cannot be handled as a Deployment: json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32
      [exit 1]
      $ kubectl apply -f no-kind.yaml
      ! error: error validating "no-kind.yaml": error validating data: kind not set; if you choose to ignore these errors, turn validation off with --validate=false
      [exit 1]
      $ kubectl apply -f strange-kind.yaml
      ! error: resource mapping not found for name: "strange" namespace: "" from "strange-kind.yaml": no matches for kind "Wherry" in version "example.com/v1"
      ! ensure CRDs are installed first
      [exit 1]
      $ kubectl apply -f no-yaml.yaml
      ! error: error parsing no-yaml.yaml: error converting YAML to JSON: yaml: mapping values are not allowed in this context
      [exit 1]
    `);
  });

  it('what is invalid, cause by cause', async () => {
    await write(
      'invalid.yaml',
      `apiVersion: v1\nkind: Pod\nmetadata: {name: Invalid}\nspec:\n  restartPolicy: Sometimes\n  containers:\n  - {name: a, image: ''}\n  - {name: a, image: b}\n`,
    );
    await play(`
      $ kubectl create -f invalid.yaml
      ! The Pod "Invalid" is invalid: 
      ! * metadata.name: Invalid value: "Invalid": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')
      ! * spec.containers[0].image: Required value
      ! * spec.containers[1].name: Duplicate value: "a"
      ! * spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"
      [exit 1]
    `);
  });
});
