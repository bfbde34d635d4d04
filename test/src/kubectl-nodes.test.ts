// What an administrator does to nodes: taint, cordon, drain; and what describe tells of objects.

import { beforeAll, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';

tellStory((story) => {
  const { play, write, suffix } = story;
  const node = `node-${suffix}`;

  beforeAll(async () => {
    const ready = `status:
  addresses: [{type: InternalIP, address: 10.1.2.3}]
  capacity: {cpu: "2", memory: 4Gi, pods: "110"}
  allocatable: {cpu: "2", memory: 4Gi, pods: "110"}
  conditions: [{type: Ready, status: "True", reason: KubeletReady, message: ready}]
  nodeInfo: {kubeletVersion: v1.35.0, osImage: Wherry, kernelVersion: "6.1", containerRuntimeVersion: "docker://27"}
`;
    const labels = 'labels: {node-role.kubernetes.io/worker: "", zone: a}';
    await write('node.yaml', `apiVersion: v1\nkind: Node\nmetadata:\n  name: ${node}\n  ${labels}\n${ready}`);
    await play(`
      $ kubectl create -f node.yaml
      node/${node} created
    `);
  });

  it('tables', () =>
    play(`
      $ kubectl get node ${node}
      NAME        STATUS   ROLES    AGE   VERSION
      ${node}   Ready    worker   …s    v1.35.0
      $ kubectl get node ${node} -o wide
      NAME        STATUS   ROLES    AGE   VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE   KERNEL-VERSION   CONTAINER-RUNTIME
      ${node}   Ready    worker   …s    v1.35.0   10.1.2.3      <none>        Wherry     6.1              docker://27
      $ kubectl get nodes -l zone=a --field-selector=metadata.name=${node} -o name
      node/${node}
    `));

  it('taint', async () => {
    const tainted = `tainted-${suffix}`;
    await write('tainted.yaml', `apiVersion: v1\nkind: Node\nmetadata: {name: ${tainted}}\n`);
    await play(`
      $ kubectl create -f tainted.yaml
      node/${tainted} created
      $ kubectl get node ${tainted} -o jsonpath='{.spec.taints}'
      [{"effect":"NoSchedule","key":"node.kubernetes.io/not-ready"}]
      $ kubectl taint node ${tainted} disk=full:NoSchedule
      node/${tainted} tainted
      $ kubectl taint node ${tainted} disk=full:NoSchedule
      ! error: node ${tainted} already has disk taint(s) with same effect(s) and --overwrite is false
      [exit 1]
      $ kubectl taint node ${tainted} disk=fast:NoSchedule --overwrite
      node/${tainted} modified
      $ kubectl taint node ${tainted} disk:NoSchedule-
      node/${tainted} untainted
      $ kubectl taint node ${tainted} disk-
      ! error: taint "disk" not found
      [exit 1]
      $ kubectl taint node ${tainted} disk=full:Sometimes
      ! error: invalid taint effect: Sometimes, unsupported taint effect
      …
      [exit 1]
      $ kubectl taint node absent a=b:NoExecute
      ! Error from server (NotFound): nodes "absent" not found
      [exit 1]
    `);
  });

  it('cordon and uncordon', async () => {
    const closed = `closed-${suffix}`;
    await write('closed.yaml', `apiVersion: v1\nkind: Node\nmetadata: {name: ${closed}}\n`);
    await play(`
      $ kubectl create -f closed.yaml
      node/${closed} created
      $ kubectl cordon ${closed}
      node/${closed} cordoned
      $ kubectl cordon ${closed}
      node/${closed} already cordoned
      $ kubectl get node ${closed}
      NAME          STATUS                       ROLES    AGE   VERSION
      ${closed}   Unknown,SchedulingDisabled   <none>   …s
      $ kubectl get nodes --field-selector=spec.unschedulable=true,metadata.name=${closed} -o name
      node/${closed}
      $ kubectl uncordon ${closed}
      node/${closed} uncordoned
      $ kubectl uncordon ${closed}
      node/${closed} already uncordoned
      $ kubectl drain ${closed}
      node/${closed} cordoned
      node/${closed} drained
    `);
  });

  it('describe', () =>
    play(`
      $ kubectl describe node ${node}
      Name:               ${node}
      Roles:              worker
      Labels:             node-role.kubernetes.io/worker=
                          zone=a
      Annotations:        <none>
      CreationTimestamp:  …
      Taints:             …
      Unschedulable:      false
      …
      Capacity:
        cpu:     2
        memory:  4Gi
        pods:    110
      …
      $ kubectl create service nodeport described --tcp=80:8080
      service/described created
      $ kubectl describe service described
      Name:                     described
      Namespace:                ${story.namespace}
      Labels:                   app=described
      Annotations:              <none>
      Selector:                 app=described
      Type:                     NodePort
      IP Family Policy:         SingleStack
      IP Families:              IPv4
      IP:                       10.96.…
      IPs:                      10.96.…
      Port:                     80-8080  80/TCP
      TargetPort:               8080/TCP
      NodePort:                 80-8080  3…/TCP
      Endpoints:                …
      Session Affinity:         None
      External Traffic Policy:  Cluster
      Internal Traffic Policy:  Cluster
      Events:                   <none>
      $ kubectl create deployment described --image=shop:1
      deployment.apps/described created
      $ kubectl describe deployment described
      Name:                   described
      Namespace:              ${story.namespace}
      CreationTimestamp:      …
      Labels:                 app=described
      Annotations:            <none>
      Selector:               app=described
      Replicas:               1 desired | 0 updated | 0 total | 0 available | 0 unavailable
      StrategyType:           RollingUpdate
      MinReadySeconds:        0
      RollingUpdateStrategy:  25% max unavailable, 25% max surge
      Pod Template:
      …
      $ kubectl run described --image=shop:1
      pod/described created
      $ kubectl describe pod described
      Name:             described
      Namespace:        ${story.namespace}
      Priority:         0
      Service Account:  default
      Node:             <none>
      Labels:           run=described
      Annotations:      <none>
      Status:           Pending
      …
      QoS Class:                   BestEffort
      Node-Selectors:              <none>
      Tolerations:                 node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                                   node.kubernetes.io/unreachable:NoExecute op=Exists for 300s
      Events:                      <none>
      $ kubectl describe pod absent
      ! Error from server (NotFound): pods "absent" not found
      [exit 1]
    `));
});
