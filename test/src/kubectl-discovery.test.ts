// How kubectl finds out what a cluster has: its types, their fields, its version, and plain access to its paths.

import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tellStory } from './kubectl-story.ts';
import { kubectlVersions } from './kubectl.ts';
import { waitFor } from './wait-for.ts';

tellStory((story) => {
  const { play, namespace } = story;

  describe('api-resources', () => {
    it('by group, kind of scope, verb and category', () =>
      play(`
        $ kubectl api-resources --api-group=apps
        NAME                  SHORTNAMES   APIVERSION   NAMESPACED   KIND
        controllerrevisions                apps/v1      true         ControllerRevision
        daemonsets            ds           apps/v1      true         DaemonSet
        deployments           deploy       apps/v1      true         Deployment
        replicasets           rs           apps/v1      true         ReplicaSet
        statefulsets          sts          apps/v1      true         StatefulSet
        $ kubectl api-resources --api-group= --namespaced=true -o name
        bindings
        configmaps
        endpoints
        events
        limitranges
        persistentvolumeclaims
        pods
        podtemplates
        replicationcontrollers
        resourcequotas
        secrets
        serviceaccounts
        services
        $ kubectl api-resources --api-group= --namespaced=false --no-headers
        componentstatuses   cs   v1   false   ComponentStatus
        namespaces          ns   v1   false   Namespace
        nodes               no   v1   false   Node
        persistentvolumes   pv   v1   false   PersistentVolume
        $ kubectl api-resources --api-group=batch -o wide --sort-by=name
        NAME       SHORTNAMES   APIVERSION   NAMESPACED   KIND      VERBS                                                        CATEGORIES
        cronjobs   cj           batch/v1     true         CronJob   create,delete,deletecollection,get,list,patch,update,watch   all
        jobs                    batch/v1     true         Job       create,delete,deletecollection,get,list,patch,update,watch   all
        $ kubectl api-resources --verbs=create --api-group=authorization.k8s.io -o name
        localsubjectaccessreviews.authorization.k8s.io
        selfsubjectaccessreviews.authorization.k8s.io
        selfsubjectrulesreviews.authorization.k8s.io
        subjectaccessreviews.authorization.k8s.io
        $ kubectl api-resources --verbs=list --api-group=authorization.k8s.io -o name
        $ kubectl api-resources --categories=all -o name
        pods
        replicationcontrollers
        services
        daemonsets.apps
        deployments.apps
        replicasets.apps
        statefulsets.apps
        horizontalpodautoscalers.autoscaling
        cronjobs.batch
        jobs.batch
        $ kubectl api-resources --api-group=networking.k8s.io --sort-by=kind
        NAME              SHORTNAMES   APIVERSION             NAMESPACED   KIND
        ipaddresses       ip           networking.k8s.io/v1   false        IPAddress
        ingresses         ing          networking.k8s.io/v1   true         Ingress
        ingressclasses                 networking.k8s.io/v1   false        IngressClass
        networkpolicies   netpol       networking.k8s.io/v1   true         NetworkPolicy
        servicecidrs                   networking.k8s.io/v1   false        ServiceCIDR
      `));

    it('all groups and versions', () =>
      play(`
        $ kubectl api-versions
        admissionregistration.k8s.io/v1
        apiextensions.k8s.io/v1
        apiregistration.k8s.io/v1
        apps/v1
        authentication.k8s.io/v1
        authorization.k8s.io/v1
        autoscaling/v1
        autoscaling/v2
        batch/v1
        certificates.k8s.io/v1
        coordination.k8s.io/v1
        discovery.k8s.io/v1
        events.k8s.io/v1
        extensions/v1beta1
        flowcontrol.apiserver.k8s.io/v1
        metrics.k8s.io/v1beta1
        networking.k8s.io/v1
        node.k8s.io/v1
        policy/v1
        rbac.authorization.k8s.io/v1
        resource.k8s.io/v1
        scheduling.k8s.io/v1
        storage.k8s.io/v1
        v1
      `));
  });

  describe('explain', () => {
    it('a field, its type and what it holds', () =>
      play(`
        $ kubectl explain deployment.spec.strategy
        GROUP:      apps
        KIND:       Deployment
        VERSION:    v1

        FIELD: strategy <DeploymentStrategy>


        DESCRIPTION:
        …
        FIELDS:
          rollingUpdate	<RollingUpdateDeployment>
        …
          type	<string>
          enum: Recreate, RollingUpdate
        …
        $ kubectl explain pod.spec.containers.ports.containerPort
        KIND:       Pod
        VERSION:    v1

        FIELD: containerPort <integer>
        …
        $ kubectl explain ingress.spec.rules.http.paths.backend.servicePort --api-version=extensions/v1beta1
        GROUP:      extensions
        KIND:       Ingress
        VERSION:    v1beta1

        FIELD: servicePort <IntOrString>
        …
        $ kubectl explain hpa.spec.targetCPUUtilizationPercentage --api-version=autoscaling/v1
        GROUP:      autoscaling
        KIND:       HorizontalPodAutoscaler
        VERSION:    v1

        FIELD: targetCPUUtilizationPercentage <integer>
        …
        $ kubectl explain deployment.spec.replicas --output=plaintext-openapiv2
        KIND:     Deployment
        VERSION:  apps/v1

        FIELD:    replicas <integer>

        DESCRIPTION:
        …
      `));

    // It reads the same documents whatever its release, and takes its time.
    if (story.version === kubectlVersions()[0]) {
      it('every kind and all it holds', async () => {
        const table = await story.kubectl.succeed(['api-resources', '--no-headers']);
        const kinds = table.matchAll(/^(?<plural>\S+) .*?(?<apiVersion>\S+) +(?:true|false) +\S+$/gm);
        const left = [...kinds].map(({ groups }) => groups ?? {});
        expect(left.length).toBeGreaterThan(60);
        const explainAll = async (): Promise<void> => {
          for (let kind = left.pop(); kind !== undefined; kind = left.pop()) {
            const { plural = '', apiVersion = '' } = kind;
            const explained = await story.kubectl.run([
              'explain',
              plural,
              '--recursive',
              `--api-version=${apiVersion}`,
            ]);
            expect(explained, `explain ${plural} of ${apiVersion}`).toMatchObject({ code: 0, stderr: '' });
            expect(explained.stdout).toContain('\n  metadata\t<');
          }
        };
        await Promise.all([explainAll(), explainAll(), explainAll()]);
      });
    }
  });

  it('version and cluster-info', () =>
    play(`
      $ kubectl version
      Client Version: v${story.version}.…
      Kustomize Version: v5.…
      Server Version: v1.35.0+wherry.…
      …
      $ kubectl version -o jsonpath='{.serverVersion.major}'
      ! error: …
      [exit 1]
      $ kubectl cluster-info
      Kubernetes control plane is running at https://127.0.0.1:…

      To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.
      $ kubectl cluster-info dump --namespaces=${namespace} --output-directory=dump
      Cluster info dumped to dump
      $ kubectl get componentstatuses
      NAME     STATUS    MESSAGE   ERROR
      etcd-0   Healthy   ok
      ! Warning: v1 ComponentStatus is deprecated in v1.19+
    `));

  it('config set-context', async () => {
    // kubectl does not write its configuration in one step: others of its kind must not read this one meanwhile.
    await copyFile(join(story.folder, 'kubeconfig'), join(story.folder, 'own.kubeconfig'));
    await play(`
      $ KUBECONFIG=own.kubeconfig kubectl config set-context elsewhere --cluster=wherry --user=kubernetes-admin --namespace=kube-system
      Context "elsewhere" created.
      $ KUBECONFIG=own.kubeconfig kubectl config get-contexts elsewhere
      CURRENT   NAME        CLUSTER   AUTHINFO           NAMESPACE
                elsewhere   wherry    kubernetes-admin   kube-system
      $ KUBECONFIG=own.kubeconfig kubectl --context=elsewhere create configmap placed-${story.suffix}
      configmap/placed-${story.suffix} created
      $ KUBECONFIG=own.kubeconfig kubectl get configmap placed-${story.suffix} --namespace=kube-system -o name
      configmap/placed-${story.suffix}
      $ KUBECONFIG=own.kubeconfig kubectl config delete-context elsewhere
      deleted context elsewhere from …
    `);
  });

  it('proxy', async () => {
    const proxy = await story.kubectl.start(['proxy', '--port=0']);
    const address = await waitFor('the proxy', () => /127\.0\.0\.1:\d+/.exec(proxy.stdout)?.[0]);
    const [version, namespaces, absent] = await Promise.all(
      ['/version', '/api/v1/namespaces', '/api/v1/namespaces/absent'].map((path) => fetch(`http://${address}${path}`)),
    );
    expect(await version?.json()).toMatchObject({ major: '1', minor: '35' });
    expect(await namespaces?.json()).toMatchObject({ kind: 'NamespaceList' });
    expect(absent?.status).toBe(404);
    await proxy.stop();
  });

  it('what needs a kubelet says so', () =>
    play(`
      $ kubectl run talker --image=shop:1
      pod/talker created
      $ kubectl exec talker -- ls
      ! Error from server (BadRequest): pod talker does not have a host assigned
      [exit 1]
      $ kubectl top nodes
      ! error: metrics not available yet
      [exit 1]
    `));
});
