// What kubectl get prints: the columns of each kind as users know them, and every other form of output.

import { beforeAll, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';

const objects = `
apiVersion: v1
kind: Service
metadata: {name: front, labels: {tier: web, app: shop}}
spec: {selector: {tier: web}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: v1
kind: Service
metadata: {name: back, labels: {tier: store}}
spec: {type: ExternalName, externalName: store.example.com}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, labels: {tier: web}}
data: {color: blue, size: "3"}
---
apiVersion: v1
kind: Pod
metadata: {name: shop, labels: {tier: web}}
spec:
  nodeName: somewhere
  containers: [{name: one, image: shop:1}, {name: two, image: shop:2}]
`;

tellStory((story) => {
  const { play, write } = story;
  beforeAll(async () => {
    await write('objects.yaml', objects);
    await play(`
      $ kubectl create -f objects.yaml
      service/front created
      service/back created
      configmap/settings created
      pod/shop created
    `);
  });

  it('tables', () =>
    play(`
      $ kubectl get services
      NAME    TYPE           CLUSTER-IP   EXTERNAL-IP         PORT(S)   AGE
      back    ExternalName   <none>       store.example.com   <none>    …s
      front   ClusterIP      10.96.…      <none>              80/TCP    …s
      $ kubectl get services --output=wide
      NAME    TYPE           CLUSTER-IP   EXTERNAL-IP         PORT(S)   AGE   SELECTOR
      back    ExternalName   <none>       store.example.com   <none>    …s    <none>
      front   ClusterIP      10.96.…      <none>              80/TCP    …s    tier=web
      $ kubectl get pod shop -o wide
      NAME   READY   STATUS    RESTARTS   AGE   IP       NODE        NOMINATED NODE   READINESS GATES
      shop   0/2     Pending   0          …s    <none>   somewhere   <none>           <none>
      $ kubectl get configmap settings --no-headers
      settings   2   …s
      $ kubectl get service front --label-columns=tier,app
      NAME    TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE   TIER   APP
      front   ClusterIP   10.96.…      <none>        80/TCP    …s    web    shop
      $ kubectl get service front --show-labels
      NAME    TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE   LABELS
      front   ClusterIP   10.96.…      <none>        80/TCP    …s    app=shop,tier=web
      $ kubectl get configmap settings --show-kind
      NAME                 DATA   AGE
      configmap/settings   2      …s
      $ kubectl get pods -A --field-selector=metadata.namespace=${story.namespace}
      NAMESPACE    NAME   READY   STATUS    RESTARTS   AGE
      story-${story.suffix}   shop   0/2     Pending   0          …s
    `));

  it('tables of several types in one', () =>
    play(`
      $ kubectl get service,configmap -l tier=web
      NAME            TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
      service/front   ClusterIP   10.96.…      <none>        80/TCP    …s

      NAME                 DATA   AGE
      configmap/settings   2      …s
      $ kubectl get service/front configmap/settings
      NAME            TYPE        CLUSTER-IP   EXTERNAL-IP   PORT(S)   AGE
      service/front   ClusterIP   10.96.…      <none>        80/TCP    …s

      NAME                 DATA   AGE
      configmap/settings   2      …s
      $ kubectl get all
      NAME       READY   STATUS    RESTARTS   AGE
      pod/shop   0/2     Pending   0          …s

      NAME            TYPE           CLUSTER-IP   EXTERNAL-IP         PORT(S)   AGE
      service/back    ExternalName   <none>       store.example.com   <none>    …s
      service/front   ClusterIP      10.96.…      <none>              80/TCP    …s
    `));

  it('names', () =>
    play(`
      $ kubectl get services,pods -o name
      service/back
      service/front
      pod/shop
      $ kubectl get -f objects.yaml -o name
      service/front
      service/back
      configmap/settings
      pod/shop
    `));

  it('JSONPath', () =>
    play(`
      $ kubectl get service front -o jsonpath='{.spec.ports[0].targetPort}'
      8080
      $ kubectl get services -o jsonpath='{range .items[*]}{.metadata.name}{" "}{.spec.type}{"\\n"}{end}'
      back ExternalName
      front ClusterIP
      $ kubectl get pod shop -o jsonpath='{.spec.containers[?(@.name=="two")].image}'
      shop:2
      $ kubectl get services -o jsonpath-as-json='{.items[*].metadata.name}'
      [
          "back",
          "front"
      ]
    `));

  it('Go templates', async () => {
    await write('names.tmpl', '{{range .items}}{{.metadata.name}} {{end}}');
    await play(`
      $ kubectl get services -o go-template='{{range .items}}{{.metadata.name}} {{len .spec.type}} {{end}}'
      back 12 front 9
      $ kubectl get services -o go-template-file=names.tmpl
      back front
      $ kubectl get configmap settings -o template --template={{.data.color}}
      blue
    `);
  });

  it('custom columns, sorted', () =>
    play(`
      $ kubectl get services -o custom-columns=NAME:.metadata.name,KIND:.spec.type --sort-by=.spec.type
      NAME    KIND
      front   ClusterIP
      back    ExternalName
      $ kubectl get services --sort-by='{.metadata.name}' -o name
      service/back
      service/front
    `));

  it('the whole object as YAML', () =>
    play(`
      $ kubectl get service front -o yaml
      apiVersion: v1
      kind: Service
      metadata:
        creationTimestamp: "20…Z"
        labels:
          app: shop
          tier: web
        name: front
        namespace: ${story.namespace}
        resourceVersion: "…"
        uid: …-…-…-…-…
      spec:
        clusterIP: 10.96.…
        clusterIPs:
        - 10.96.…
        internalTrafficPolicy: Cluster
        ipFamilies:
        - IPv4
        ipFamilyPolicy: SingleStack
        ports:
        - name: http
          port: 80
          protocol: TCP
          targetPort: 8080
        selector:
          tier: web
        sessionAffinity: None
        type: ClusterIP
      status:
        loadBalancer: {}
    `));

  it('lists as JSON', async () => {
    expect(await story.kubectl.json(['get', 'services'])).toMatchObject({
      apiVersion: 'v1',
      kind: 'List',
      metadata: { resourceVersion: '' },
      items: [
        { apiVersion: 'v1', kind: 'Service', metadata: { name: 'back' } },
        { apiVersion: 'v1', kind: 'Service', metadata: { name: 'front' } },
      ],
    });
    const list = await story.kubectl.succeed(['get', '--raw', `/api/v1/namespaces/${story.namespace}/services`]);
    expect(JSON.parse(list)).toMatchObject({
      apiVersion: 'v1',
      kind: 'ServiceList',
      metadata: { resourceVersion: expect.stringMatching(/^\d+$/) },
      items: [{ metadata: { name: 'back' } }, { metadata: { name: 'front' } }],
    });
  });

  it('paths as they are', () =>
    play(`
      $ kubectl get --raw /livez
      ok
      $ kubectl get --raw /readyz/ping
      ok
      $ kubectl get --raw /no/such/path
      ! Error from server (NotFound): the server could not find the requested resource
      [exit 1]
      $ kubectl get --raw /api/v1/namespaces/${story.namespace}/services/absent
      ! Error from server (NotFound): services "absent" not found
      [exit 1]
    `));

  it('what kubectl makes of objects by itself, without the server’s columns', () =>
    play(`
      $ kubectl get services --server-print=false
      NAME    AGE
      back    …s
      front   …s
    `));

  it('events, of both groups', async () => {
    const at = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString().replace(/\.\d+/, '');
    const event = {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name: 'shop.1' },
      involvedObject: { apiVersion: 'v1', kind: 'Pod', name: 'shop', namespace: story.namespace },
      type: 'Warning',
      reason: 'BackOff',
      message: 'Back-off restarting',
      source: { component: 'kubelet' },
      count: 3,
      firstTimestamp: at(10.5),
      lastTimestamp: at(4.5),
    };
    await write('event.json', JSON.stringify(event));
    await play(`
      $ kubectl create -f event.json
      event/shop.1 created
      $ kubectl get events --field-selector=involvedObject.name=shop
      LAST SEEN   TYPE      REASON    OBJECT     MESSAGE
      4m…s        Warning   BackOff   pod/shop   Back-off restarting
      $ kubectl events --for=pod/shop --types=Warning
      LAST SEEN           TYPE      REASON    OBJECT     MESSAGE
      4m…s (x3 over 10m)   Warning   BackOff   Pod/shop   Back-off restarting
      $ kubectl get events.events.k8s.io shop.1 -o jsonpath='{.note} {.regarding.name} {.deprecatedCount}'
      Back-off restarting shop 3
    `);
  });

  it('what is not there', () =>
    play(`
      $ kubectl get service absent
      ! Error from server (NotFound): services "absent" not found
      [exit 1]
      $ kubectl get service absent --ignore-not-found
      $ kubectl get service front absent -o name
      service/front
      ! Error from server (NotFound): services "absent" not found
      [exit 1]
      $ kubectl get deployment.apps absent
      ! Error from server (NotFound): deployments.apps "absent" not found
      [exit 1]
      $ kubectl get secrets
      ! No resources found in ${story.namespace} namespace.
      $ kubectl get persistentvolumes
      ! No resources found
      $ kubectl get wherries
      ! error: the server doesn't have a resource type "wherries"
      [exit 1]
      $ kubectl get pods --namespace=absent
      ! No resources found in absent namespace.
    `));
});
