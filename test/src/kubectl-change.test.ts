// kubectl changes what is there: set, scale, autoscale, rollout, label, annotate, patch, edit.

import { beforeAll, describe, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';

tellStory((story) => {
  const { play, write } = story;
  const get = (...args: string[]): Promise<unknown> => story.kubectl.json(['get', ...args]);

  describe('set', () => {
    beforeAll(() =>
      play(`
        $ kubectl create deployment shop --image=shop:1
        deployment.apps/shop created
        $ kubectl create service clusterip shop --tcp=80
        service/shop created
        $ kubectl create rolebinding shop --clusterrole=view --user=alice
        rolebinding.rbac.authorization.k8s.io/shop created
        $ kubectl create configmap settings --from-literal=color=blue
        configmap/settings created
      `),
    );

    it('the image, variables, resources and account of a deployment', async () => {
      await play(`
        $ kubectl set image deployment/shop shop=shop:2
        deployment.apps/shop image updated
        $ kubectl set image deployment/shop shop=shop:2
        $ kubectl set image deployment/shop other=shop:2
        ! error: unable to find container named "other"
        [exit 1]
        $ kubectl set env deployment/shop A=1 B=2
        deployment.apps/shop env updated
        $ kubectl set env deployment/shop --from=configmap/settings A-
        deployment.apps/shop env updated
        ! Warning: key color transferred to COLOR
        $ kubectl set env deployment/shop --list
        # Deployment shop, container shop
        B=2
        # COLOR from configmap settings, key color
        $ kubectl set resources deployment/shop --limits=cpu=1,memory=1Gi --requests=cpu=100m
        deployment.apps/shop resource requirements updated
        $ kubectl set resources deployment/shop --requests=cpu=2
        ! error: failed to patch resources update to pod template Deployment.apps "shop" is invalid: spec.template.spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
        [exit 1]
        $ kubectl set serviceaccount deployment shop robot
        deployment.apps/shop serviceaccount updated
      `);
      expect(await get('deployment', 'shop')).toMatchObject({
        metadata: { generation: 6 },
        spec: {
          template: {
            spec: {
              serviceAccountName: 'robot',
              containers: [
                {
                  image: 'shop:2',
                  env: [
                    { name: 'B', value: '2' },
                    { name: 'COLOR', valueFrom: { configMapKeyRef: { name: 'settings', key: 'color' } } },
                  ],
                  resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '100m' } },
                },
              ],
            },
          },
        },
      });
    });

    it('the selector of a service', () =>
      play(`
        $ kubectl set selector service shop app=shop,tier=web
        service/shop selector updated
        $ kubectl get service shop -o wide
        NAME   TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE   SELECTOR
        shop   ClusterIP   10.96.…      <none>        80/TCP    …s    app=shop,tier=web
      `));

    it('the subjects of a binding', () =>
      play(`
        $ kubectl set subject rolebinding shop --user=bob --serviceaccount=default:robot
        rolebinding.rbac.authorization.k8s.io/shop subjects updated
        $ kubectl get rolebinding shop -o wide
        NAME   ROLE               AGE   USERS       GROUPS   SERVICEACCOUNTS
        shop   ClusterRole/view   …s    alice, bob           default/robot
      `));
  });

  it('scale', () =>
    play(`
      $ kubectl create deployment growing --image=shop:1
      deployment.apps/growing created
      $ kubectl scale deployment/growing --replicas=5
      deployment.apps/growing scaled
      $ kubectl scale deployment/growing --replicas=6 --current-replicas=4
      ! error: Expected replicas to be 4, was 5
      [exit 1]
      $ kubectl scale deployment growing --replicas=6 --current-replicas=5
      deployment.apps/growing scaled
      $ kubectl get deployment growing -o jsonpath='{.spec.replicas} {.metadata.generation}'
      6 3
      $ kubectl get deployment growing --subresource=scale
      NAME      DESIRED   AVAILABLE   AGE
      growing   6         0           …s
      $ kubectl get deployment growing --subresource=scale -o yaml
      apiVersion: autoscaling/v1
      kind: Scale
      metadata:
        creationTimestamp: "…"
        name: growing
        namespace: ${story.namespace}
        resourceVersion: "…"
        uid: …
      spec:
        replicas: 6
      status:
        replicas: 0
        selector: app=growing
      $ kubectl scale deployment/growing --replicas=-1
      ! error: …
      [exit 1]
      $ kubectl scale deployment/absent --replicas=1
      ! …deployments.apps "absent" not found
      [exit 1]
      $ kubectl scale serviceaccount/default --replicas=1
      ! Error from server (NotFound): the server could not find the requested resource
      [exit 1]
    `));

  it('autoscale', async () => {
    await play(`
      $ kubectl create deployment elastic --image=shop:1
      deployment.apps/elastic created
      $ kubectl autoscale deployment elastic --min=2 --max=7 --cpu-percent=60
      horizontalpodautoscaler.autoscaling/elastic autoscaled
      …
      $ kubectl get hpa elastic
      NAME      REFERENCE            TARGETS              MINPODS   MAXPODS   REPLICAS   AGE
      elastic   Deployment/elastic   cpu: <unknown>/60%   2         7         0          …s
      $ kubectl autoscale deployment elastic --name=wrong --min=8 --max=7
      ! error: …
      [exit 1]
    `);
    expect(await get('horizontalpodautoscalers.v1.autoscaling', 'elastic')).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { minReplicas: 2, maxReplicas: 7, targetCPUUtilizationPercentage: 60 },
    });
    expect(await get('horizontalpodautoscalers.v2.autoscaling', 'elastic')).toMatchObject({
      apiVersion: 'autoscaling/v2',
      spec: {
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } },
        ],
      },
    });
  });

  it('rollout', () =>
    play(`
      $ kubectl create deployment rolling --image=shop:1
      deployment.apps/rolling created
      $ kubectl rollout pause deployment/rolling
      deployment.apps/rolling paused
      $ kubectl rollout pause deployment/rolling
      ! error: deployments.apps "rolling" is already paused
      [exit 1]
      $ kubectl rollout restart deployment/rolling
      ! error: deployments.apps "rolling" can't restart paused deployment (run rollout resume first)
      [exit 1]
      $ kubectl rollout resume deployment/rolling
      deployment.apps/rolling resumed
      $ kubectl rollout restart deployment/rolling
      deployment.apps/rolling restarted
      $ kubectl get deployment rolling -o jsonpath='{.spec.template.metadata.annotations}'
      {"kubectl.kubernetes.io/restartedAt":"…Z"}
      $ kubectl rollout status deployment/rolling --watch=false
      Waiting for deployment spec update to be observed...
      $ kubectl rollout undo deployment/rolling
      ! error: no rollout history found for deployment "rolling"
      [exit 1]
      $ kubectl rollout history deployment/rolling
      deployment.apps/rolling…
      …
    `));

  it('rollout restart of the other workloads', async () => {
    const pods = `selector: {matchLabels: {app: all}}, template: {metadata: {labels: {app: all}}, spec: {containers: [{name: a, image: shop:1}]}}`;
    const workload = (kind: string): string =>
      `apiVersion: apps/v1\nkind: ${kind}\nmetadata: {name: all}\nspec: {${pods}}\n`;
    await write(
      'workloads.yaml',
      `${workload('DaemonSet')}---\n${workload('StatefulSet')}---\n${workload('ReplicaSet')}`,
    );
    await play(`
      $ kubectl create -f workloads.yaml
      daemonset.apps/all created
      statefulset.apps/all created
      replicaset.apps/all created
      $ kubectl rollout restart daemonset/all statefulset/all
      daemonset.apps/all restarted
      statefulset.apps/all restarted
      $ kubectl set image daemonset/all statefulset/all replicaset/all a=shop:2
      daemonset.apps/all image updated
      statefulset.apps/all image updated
      replicaset.apps/all image updated
      $ kubectl scale statefulset/all replicaset/all --replicas=3
      statefulset.apps/all scaled
      replicaset.apps/all scaled
      $ kubectl get daemonset,statefulset,replicaset
      NAME                 DESIRED   CURRENT   READY   UP-TO-DATE   AVAILABLE   NODE SELECTOR   AGE
      daemonset.apps/all   0         0         0       0            0           <none>          …s

      NAME                   READY   AGE
      statefulset.apps/all   0/3     …s

      NAME                  DESIRED   CURRENT   READY   AGE
      replicaset.apps/all   3         0         0       …s
    `);
  });

  it('label and annotate', () =>
    play(`
      $ kubectl create configmap tagged
      configmap/tagged created
      $ kubectl label configmap tagged tier=web env=test
      configmap/tagged labeled
      $ kubectl label configmap tagged tier=store
      ! error: 'tier' already has a value (web), and --overwrite is false
      [exit 1]
      $ kubectl label configmap tagged tier=store --overwrite
      configmap/tagged labeled
      $ kubectl label configmap tagged tier=store --overwrite
      configmap/tagged not labeled
      $ kubectl label configmap tagged env-
      configmap/tagged unlabeled
      $ kubectl label configmap tagged --list
      tier=store
      $ kubectl label configmap tagged tier=x --overwrite --resource-version=1
      ! Error from server (Conflict): Operation cannot be fulfilled on configmaps "tagged": the object has been modified; please apply your changes to the latest version and try again
      [exit 1]
      $ kubectl label configmap tagged 'bad key=x'
      ! The ConfigMap "tagged" is invalid: metadata.labels: Invalid value: "bad key": name part must consist of …
      [exit 1]
      $ kubectl label configmaps -l tier=store checked=yes
      configmap/tagged labeled
      $ kubectl annotate configmap tagged note='a long, long note'
      configmap/tagged annotated
      $ kubectl annotate configmap tagged --list
      note=a long, long note
      $ kubectl annotate configmap tagged note-
      configmap/tagged annotated
      $ kubectl get configmap tagged -o jsonpath='{.metadata.labels}{.metadata.annotations}'
      {"checked":"yes","tier":"store"}
    `));

  describe('patch', () => {
    it('of three kinds', async () => {
      await write(
        'patch.yaml',
        'spec:\n  template:\n    spec:\n      containers:\n      - {name: side, image: side:1}\n',
      );
      await play(`
        $ kubectl create deployment patched --image=shop:1
        deployment.apps/patched created
        $ kubectl patch deployment patched --patch-file=patch.yaml
        deployment.apps/patched patched
        $ kubectl get deployment patched -o jsonpath='{.spec.template.spec.containers[*].name}'
        side shop
        $ kubectl patch deployment patched -p '{"spec":{"template":{"spec":{"containers":[{"name":"side","$patch":"delete"}]}}}}'
        deployment.apps/patched patched
        $ kubectl get deployment patched -o jsonpath='{.spec.template.spec.containers[*].name}'
        shop
        $ kubectl patch deployment patched --type=merge -p '{"spec":{"replicas":3,"revisionHistoryLimit":null}}'
        deployment.apps/patched patched
        $ kubectl patch deployment patched --type=merge -p '{"spec":{"replicas":3}}'
        deployment.apps/patched patched (no change)
        $ kubectl patch deployment patched --type=json -p '[{"op":"test","path":"/spec/replicas","value":3},{"op":"replace","path":"/spec/replicas","value":4}]'
        deployment.apps/patched patched
        $ kubectl get deployment patched -o jsonpath='{.spec.replicas} {.spec.revisionHistoryLimit}'
        4 10
        $ kubectl patch deployment patched --type=json -p '[{"op":"test","path":"/spec/replicas","value":3}]'
        ! The request is invalid: the server rejected our request due to an error in our request
        [exit 1]
        $ kubectl patch deployment patched -p '{"spec":{"replicas":"many"}}'
        ! The request is invalid: patch: Invalid value: "map[spec:map[replicas:many]]": unrecognized type: int32
        [exit 1]
        $ kubectl patch deployment patched -p '{"spec":{"replicas":-1}}'
        ! The Deployment "patched" is invalid: spec.replicas: Invalid value: -1: must be greater than or equal to 0
        [exit 1]
        $ kubectl patch deployment patched -p '{"spec":{"selector":{"matchLabels":{"app":"other"}}}}'
        ! The Deployment "patched" is invalid: 
        ! * spec.template.metadata.labels: Invalid value: {"app":"patched"}: \`selector\` does not match template \`labels\`
        ! * spec.selector: Invalid value: {"matchLabels":{"app":"other"}}: field is immutable
        [exit 1]
      `);
    });

    it('of subresources alone', () =>
      play(`
        $ kubectl create deployment parts --image=shop:1
        deployment.apps/parts created
        $ kubectl patch deployment parts --subresource=status --type=merge -p '{"spec":{"replicas":9},"status":{"replicas":2,"readyReplicas":1}}'
        deployment.apps/parts patched
        $ kubectl get deployment parts
        NAME    READY   UP-TO-DATE   AVAILABLE   AGE
        parts   1/1     0            0           …s
        $ kubectl patch deployment parts --subresource=scale --type=merge -p '{"spec":{"replicas":4}}'
        scale.autoscaling/parts patched
        $ kubectl patch deployment parts --type=merge -p '{"status":{"readyReplicas":0}}'
        deployment.apps/parts patched (no change)
        $ kubectl get deployment parts
        NAME    READY   UP-TO-DATE   AVAILABLE   AGE
        parts   1/4     0            0           …s
      `));
  });

  describe('edit', () => {
    beforeAll(() => write('paint.sh', '#!/bin/sh\nsed -i "s/color: .*/color: $COLOR/" "$1"\n', { script: true }));

    it('with an editor', () =>
      play(`
        $ kubectl create configmap edited --from-literal=color=red
        configmap/edited created
        $ COLOR=green KUBE_EDITOR=./paint.sh kubectl edit configmap edited
        configmap/edited edited
        $ COLOR=green KUBE_EDITOR=./paint.sh kubectl edit configmap edited
        ! Edit cancelled, no changes made.
        $ kubectl get configmap edited -o jsonpath='{.data.color}'
        green
      `));

    it('of what the server then refuses', async () => {
      await write('shrink.sh', '#!/bin/sh\nsed -i "s/replicas: 1/replicas: -1/" "$1"\n', { script: true });
      await play(`
        $ kubectl create deployment unedited --image=shop:1
        deployment.apps/unedited created
        $ KUBE_EDITOR=./shrink.sh kubectl edit deployment unedited
        ! error: deployments.apps "unedited" is invalid
        …
        [exit 1]
        $ kubectl get deployment unedited -o jsonpath='{.spec.replicas}'
        1
      `);
    });
  });
});
