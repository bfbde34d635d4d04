import { Deployments } from '@wherry/api/apps-v1';
import { ConfigMaps, Namespaces, Nodes, Pods, ServiceAccounts } from '@wherry/api/core-v1';
import { FlowSchemas } from '@wherry/api/flowcontrol-v1';
import { ClusterRoles } from '@wherry/api/rbac-v1';
import type { Resource } from '@wherry/api/resources';
import { describe, expect, it } from 'vitest';
import { serve } from '../registry/served-resource.ts';
import { resourceOperations } from './resource-operations.ts';

const operationsOf = (resource: Resource) => resourceOperations(serve(resource, {}));

function find(resource: Resource, id: string) {
  const found = operationsOf(resource).find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

const queryOf = (resource: Resource, id: string) => find(resource, id).query.map(({ name }) => name);

describe('resourceOperations()', () => {
  it('has an operation for every verb on every path', () => {
    expect(operationsOf(ConfigMaps).map(({ method, path, id }) => `${method} ${path} ${id}`)).toEqual([
      'get /api/v1/namespaces/{namespace}/configmaps listCoreV1NamespacedConfigMap',
      'post /api/v1/namespaces/{namespace}/configmaps createCoreV1NamespacedConfigMap',
      'delete /api/v1/namespaces/{namespace}/configmaps deleteCoreV1CollectionNamespacedConfigMap',
      'get /api/v1/configmaps listCoreV1ConfigMapForAllNamespaces',
      'get /api/v1/namespaces/{namespace}/configmaps/{name} readCoreV1NamespacedConfigMap',
      'put /api/v1/namespaces/{namespace}/configmaps/{name} replaceCoreV1NamespacedConfigMap',
      'patch /api/v1/namespaces/{namespace}/configmaps/{name} patchCoreV1NamespacedConfigMap',
      'delete /api/v1/namespaces/{namespace}/configmaps/{name} deleteCoreV1NamespacedConfigMap',
      'get /api/v1/watch/namespaces/{namespace}/configmaps/{name} watchCoreV1NamespacedConfigMap',
      'get /api/v1/watch/namespaces/{namespace}/configmaps watchCoreV1NamespacedConfigMapList',
      'get /api/v1/watch/configmaps watchCoreV1ConfigMapListForAllNamespaces',
    ]);
  });

  it.each<[Resource, string, string, string]>([
    [Deployments, 'patchAppsV1NamespacedDeploymentScale', 'patch', 'autoscaling/v1 Scale'],
    [Deployments, 'readAppsV1NamespacedDeploymentStatus', 'get', 'apps/v1 Deployment'],
    [Namespaces, 'listCoreV1Namespace', 'list', '/v1 Namespace'],
    [Namespaces, 'replaceCoreV1NamespaceFinalize', 'put', '/v1 Namespace'],
    [ClusterRoles, 'createRbacAuthorizationV1ClusterRole', 'post', 'rbac.authorization.k8s.io/v1 ClusterRole'],
    [
      FlowSchemas,
      'deleteFlowcontrolApiserverV1CollectionFlowSchema',
      'deletecollection',
      'flowcontrol.apiserver.k8s.io/v1 FlowSchema',
    ],
    [Pods, 'createCoreV1NamespacedPodEviction', 'post', 'policy/v1 Eviction'],
    [Pods, 'createCoreV1NamespacedPodBinding', 'post', '/v1 Binding'],
    [Pods, 'readCoreV1NamespacedPodLog', 'get', '/v1 Pod'],
    [Pods, 'patchCoreV1NamespacedPodEphemeralcontainers', 'patch', '/v1 Pod'],
    [Pods, 'connectCoreV1GetNamespacedPodExec', 'connect', '/v1 PodExecOptions'],
    [Pods, 'connectCoreV1PostNamespacedPodPortforward', 'connect', '/v1 PodPortForwardOptions'],
    [Nodes, 'connectCoreV1HeadNodeProxyWithPath', 'connect', '/v1 NodeProxyOptions'],
    [ServiceAccounts, 'createCoreV1NamespacedServiceAccountToken', 'post', 'authentication.k8s.io/v1 TokenRequest'],
  ])('says what an operation does to which kind (%#: %s)', (resource, id, action, kind) => {
    const { subject } = find(resource, id);
    expect(subject?.action).toBe(action);
    expect(`${subject?.kind.group}/${subject?.kind.version} ${subject?.kind.kind}`).toBe(kind);
  });

  it.each<[Resource, string, readonly string[]]>([
    // Without these two on PATCH, kubectl takes the server for one that cannot validate or rehearse.
    [ConfigMaps, 'patchCoreV1NamespacedConfigMap', ['dryRun', 'force', 'fieldManager', 'fieldValidation']],
    [ConfigMaps, 'createCoreV1NamespacedConfigMap', ['dryRun', 'fieldManager', 'fieldValidation']],
    [ConfigMaps, 'readCoreV1NamespacedConfigMap', []],
    [Pods, 'connectCoreV1GetNamespacedPodExec', ['stdin', 'stdout', 'stderr', 'tty', 'container', 'command']],
    [Nodes, 'connectCoreV1GetNodeProxy', ['path']],
    [Nodes, 'connectCoreV1GetNodeProxyWithPath', []],
  ])('takes query parameters (%#: %s)', (resource, id, names) => {
    expect(queryOf(resource, id)).toEqual(names);
  });

  it('takes the options of lists in the query, and no watch where collections are deleted', () => {
    expect(queryOf(Pods, 'listCoreV1NamespacedPod')).toEqual(
      expect.arrayContaining(['labelSelector', 'fieldSelector', 'watch', 'limit', 'continue', 'sendInitialEvents']),
    );
    const deleting = queryOf(Pods, 'deleteCoreV1CollectionNamespacedPod');
    expect(deleting).toEqual(expect.arrayContaining(['labelSelector', 'propagationPolicy']));
    expect(deleting).not.toContain('watch');
  });

  it('takes all four kinds of patches', () => {
    expect(find(Pods, 'patchCoreV1NamespacedPod').body?.consumes).toEqual([
      'application/json-patch+json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/apply-patch+yaml',
    ]);
  });

  it('answers deletions with the object where the kind is deleted gracefully', () => {
    const answer = (returnsDeleted: boolean) =>
      resourceOperations(serve(Pods, { strategy: { returnsDeleted } }))
        .find(({ id }) => id === 'deleteCoreV1NamespacedPod')
        ?.answers.map(({ status, type }) => [status, type === 'text' ? type : type.name]);
    expect(answer(true)).toEqual([
      [200, 'io.k8s.api.core.v1.Pod'],
      [202, 'io.k8s.api.core.v1.Pod'],
    ]);
    expect(answer(false)?.[0]).toEqual([200, 'io.k8s.apimachinery.pkg.apis.meta.v1.Status']);
  });

  it('answers logs with text, chosen by the options of logs', () => {
    const log = find(Pods, 'readCoreV1NamespacedPodLog');
    expect(log.answers).toEqual([{ status: 200, type: 'text' }]);
    expect(log.produces).toContain('text/plain');
    expect(log.query.map(({ name }) => name)).toContain('tailLines');
  });
});
