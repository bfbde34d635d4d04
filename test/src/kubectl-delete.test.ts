// kubectl delete: what is named, all that is found, and what becomes of what depends on it. No controller runs here, so
// a deletion that waits for one leaves its finalizer to the test.

import { describe, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';

tellStory((story) => {
  const { play, write, suffix } = story;
  const from = story.version === '1.32' ? '' : ` from ${story.namespace} namespace`;

  it('objects by name, by file, by label and all of them', async () => {
    await write('filed.yaml', 'apiVersion: v1\nkind: Secret\nmetadata: {name: filed}\n');
    await play(`
      $ kubectl create secret generic one
      secret/one created
      $ kubectl create secret generic two
      secret/two created
      $ kubectl create -f filed.yaml
      secret/filed created
      $ kubectl delete secret one absent
      secret "one" deleted${from}
      ! Error from server (NotFound): secrets "absent" not found
      [exit 1]
      $ kubectl delete secret absent --ignore-not-found
      $ kubectl delete secret/two -o name
      secret/two
      $ kubectl delete -f filed.yaml
      secret "filed" deleted${from}
      $ kubectl delete -f filed.yaml
      ! Error from server (NotFound): error when deleting "filed.yaml": secrets "filed" not found
      [exit 1]
      $ kubectl create secret generic x
      secret/x created
      $ kubectl create secret generic y
      secret/y created
      $ kubectl label secret x set=these
      secret/x labeled
      $ kubectl delete secrets -l set=these
      secret "x" deleted${from}
      $ kubectl delete secrets -l set=these
      No resources found
      $ kubectl delete secrets --field-selector=metadata.name=nothing
      No resources found
      $ kubectl delete secrets --all --dry-run=server
      secret "y" deleted${from} (server dry run)
      $ kubectl delete secrets --all
      secret "y" deleted${from}
      $ kubectl get secrets
      ! No resources found in ${story.namespace} namespace.
    `);
  });

  describe('what depends on an object', () => {
    const finalizers = `-o jsonpath='{.metadata.finalizers} {.metadata.deletionGracePeriodSeconds}'`;

    it.each([
      { flag: '--cascade=orphan', name: 'orphaning', finalizer: '["orphan"]' },
      { flag: '--cascade=foreground', name: 'foreground', finalizer: '["foregroundDeletion"]' },
    ])('with $flag is left to its finalizer', async ({ flag, name, finalizer }) => {
      await play(`
        $ kubectl create deployment ${name} --image=shop:1
        deployment.apps/${name} created
        $ kubectl delete deployment ${name} ${flag} --wait=false
        deployment.apps "${name}" deleted${from}
        $ kubectl get deployment ${name} ${finalizers}
        ${finalizer} 0
        $ kubectl delete deployment ${name} ${flag} --timeout=1s
        deployment.apps "${name}" deleted${from}
        …
        ! error: timed out waiting for the condition on deployments/${name}
        [exit 1]
        $ kubectl patch deployment ${name} --type=merge -p '{"metadata":{"finalizers":null}}'
        deployment.apps/${name} patched
        $ kubectl get deployment ${name} --ignore-not-found
      `);
    });

    it('is nobody else’s matter with --cascade=background, the default', () =>
      play(`
        $ kubectl create deployment behind --image=shop:1
        deployment.apps/behind created
        $ kubectl delete deployment behind --cascade=background
        deployment.apps "behind" deleted${from}
        $ kubectl create deployment behind --image=shop:1
        deployment.apps/behind created
        $ kubectl delete deployment behind
        deployment.apps "behind" deleted${from}
      `));

    it('in the words of old notes: --cascade=false and --cascade=true', () =>
      play(`
        $ kubectl create deployment old --image=shop:1
        deployment.apps/old created
        $ kubectl delete deployment old --cascade=false --wait=false
        deployment.apps "old" deleted${from}
        ! warning: --cascade=false is deprecated (boolean value) and can be replaced with --cascade=orphan.
        $ kubectl get deployment old ${finalizers}
        ["orphan"] 0
        $ kubectl patch deployment old --type=merge -p '{"metadata":{"finalizers":null}}'
        deployment.apps/old patched
        $ kubectl create deployment old --image=shop:1
        deployment.apps/old created
        $ kubectl delete deployment old --cascade=true
        deployment.apps "old" deleted${from}
        ! warning: --cascade=true is deprecated (boolean value) and can be replaced with --cascade=background.
      `));
  });

  describe('a pod', () => {
    const pod = (name: string): string =>
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name },
        spec: { nodeName: 'node', terminationGracePeriodSeconds: 20, containers: [{ name: 'main', image: 'shop:1' }] },
      });
    const state = `-o jsonpath='{.metadata.deletionGracePeriodSeconds} {.metadata.deletionTimestamp}'`;

    it('on a node is given its grace, which a later deletion may shorten', async () => {
      await write('graceful.json', pod('graceful'));
      await play(`
        $ kubectl create -f graceful.json
        pod/graceful created
        $ kubectl delete pod graceful --wait=false
        pod "graceful" deleted${from}
        $ kubectl get pod graceful ${state}
        20 20…Z
        $ kubectl get pod graceful
        NAME       READY   STATUS        RESTARTS   AGE
        graceful   0/1     Terminating   0          …s
        $ kubectl delete pod graceful --grace-period=5 --wait=false
        pod "graceful" deleted${from}
        $ kubectl get pod graceful ${state}
        5 20…Z
        $ kubectl delete pod graceful --now --wait=false
        pod "graceful" deleted${from}
        $ kubectl get pod graceful ${state}
        1 20…Z
        $ kubectl delete pod graceful --grace-period=0 --force
        pod "graceful" force deleted${from}
        ! Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.
        $ kubectl get pod graceful --ignore-not-found
      `);
    });

    it('that no node has yet is gone at once', () =>
      play(`
        $ kubectl run unplaced --image=shop:1
        pod/unplaced created
        $ kubectl delete pod unplaced
        pod "unplaced" deleted${from}
      `));
  });

  it('an object with a finalizer stays until it is taken away', async () => {
    await write(
      'held.yaml',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: held, finalizers: [example.com/hold]}\n',
    );
    await play(`
      $ kubectl create -f held.yaml
      configmap/held created
      $ kubectl delete configmap held --wait=false
      configmap "held" deleted${from}
      $ kubectl label configmap held still=here
      configmap/held labeled
    `);
    const waiting = await story.kubectl.start(['wait', '--for=delete', 'configmap/held', '--timeout=55s']);
    await play(`
      $ kubectl patch configmap held --type=json -p '[{"op":"remove","path":"/metadata/finalizers/0"}]'
      configmap/held patched
      $ kubectl get configmap held
      ! Error from server (NotFound): configmaps "held" not found
      [exit 1]
    `);
    expect(await waiting.ended).toMatchObject({ code: 0 });
  });

  it('a namespace is terminating until it is finalized, and takes nothing in', async () => {
    const name = `passing-${suffix}`;
    await play(`
      $ kubectl create namespace ${name}
      namespace/${name} created
      $ kubectl delete namespace ${name} --wait=false
      namespace "${name}" deleted
      $ kubectl get namespace ${name}
      NAME           STATUS        AGE
      ${name}   Terminating   …s
      $ kubectl create configmap late --namespace=${name}
      ! error: failed to create configmap: configmaps "late" is forbidden: unable to create new content in namespace ${name} because it is being terminated
      [exit 1]
    `);
    const finalize = ['replace', '--raw', `/api/v1/namespaces/${name}/finalize`, '-f', '-'];
    const empty = { apiVersion: 'v1', kind: 'Namespace', metadata: { name }, spec: { finalizers: [] } };
    await story.kubectl.succeed(finalize, { stdin: JSON.stringify(empty) });
    await play(`
      $ kubectl get namespace ${name}
      ! Error from server (NotFound): namespaces "${name}" not found
      [exit 1]
    `);
  });

  it('what may not be deleted', () =>
    play(`
      $ kubectl delete namespace default
      ! Error from server (Forbidden): namespaces "default" is forbidden: this namespace may not be deleted
      [exit 1]
    `));
});
