import { Deployments } from '@wherry/api/apps-v1';
import { SubjectAccessReviews } from '@wherry/api/authorization-v1';
import { ConfigMaps, Pods, ServiceAccounts } from '@wherry/api/core-v1';
import { Ingresses as OldIngresses } from '@wherry/api/extensions-v1beta1';
import { Ingresses } from '@wherry/api/networking-v1';
import { describe, expect, it } from 'vitest';
import { serve } from '../registry/served-resource.ts';
import { aggregatedDiscovery } from './aggregated.ts';
import { coreVersions, groupDocument, groupList } from './api-groups.ts';
import { resourceList } from './resource-list.ts';
import { servedGroups, type ServedGroup, type ServedVersion } from './served-groups.ts';

const stored = serve(Ingresses, {});
const groups = servedGroups([
  serve(Pods, {}),
  serve(ConfigMaps, {}),
  serve(ServiceAccounts, {}),
  serve(Deployments, {}),
  serve(SubjectAccessReviews, {}),
  stored,
  serve(OldIngresses, { stored }),
]);

function group(name: string): ServedGroup {
  const found = groups.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no group ${name}`);
  return found;
}

function onlyVersion(name: string): ServedVersion {
  const [version] = group(name).versions;
  if (version === undefined) throw new Error(`no version of ${name}`);
  return version;
}

const entry = (groupName: string, name: string) =>
  resourceList(onlyVersion(groupName)).resources.find((one) => one.name === name);

describe('resourceList()', () => {
  it.each([
    ['', { kind: 'APIResourceList', groupVersion: 'v1' }, undefined],
    ['extensions', { kind: 'APIResourceList', groupVersion: 'extensions/v1beta1' }, undefined],
    ['apps', { kind: 'APIResourceList', groupVersion: 'apps/v1' }, 'v1'],
  ])('heads the list of group "%s" as it always was', (name, heading, apiVersion) => {
    const list = resourceList(onlyVersion(name));
    expect(list).toMatchObject(heading);
    expect(list.apiVersion).toBe(apiVersion);
  });

  it('lists each resource before its subresources, all by name', () => {
    expect(resourceList(onlyVersion('apps')).resources.map(({ name }) => name)).toEqual([
      'deployments',
      'deployments/scale',
      'deployments/status',
    ]);
  });

  it('tells all about a resource', () => {
    expect(entry('apps', 'deployments')).toEqual({
      name: 'deployments',
      singularName: 'deployment',
      namespaced: true,
      kind: 'Deployment',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
      storageVersionHash: '8aSe+NMegvE=',
    });
  });

  it.each([
    ['', 'configmaps', 'qFsyl6wFWjQ='],
    ['', 'pods', 'xPOwRZ+Yhw8='],
    // What is a view is stored as what it is a view of.
    ['extensions', 'ingresses', entry('networking.k8s.io', 'ingresses')?.storageVersionHash],
    // What is not stored has no form to speak of.
    ['authorization.k8s.io', 'subjectaccessreviews', undefined],
    ['', 'pods/status', undefined],
  ])('marks the stored form of "%s" %s with %s', (name, plural, hash) => {
    expect(entry(name, plural)).toBeDefined();
    expect(entry(name, plural)?.storageVersionHash).toBe(hash);
  });

  it.each([
    ['apps', 'deployments/scale', { group: 'autoscaling', version: 'v1', kind: 'Scale' }],
    ['', 'pods/eviction', { group: 'policy', version: 'v1', kind: 'Eviction' }],
    ['', 'serviceaccounts/token', { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' }],
    ['', 'pods/exec', { kind: 'PodExecOptions' }],
    ['', 'pods/proxy', { kind: 'PodProxyOptions' }],
    ['', 'pods/binding', { kind: 'Binding' }],
    ['', 'pods/log', { kind: 'Pod' }],
  ])(
    'names what travels on "%s" %s',
    (name, plural, { group: foreign, version, kind }: Partial<Record<string, string>>) => {
      expect(entry(name, plural)).toMatchObject({ singularName: '', kind });
      expect(entry(name, plural)?.group).toBe(foreign);
      expect(entry(name, plural)?.version).toBe(version);
    },
  );
});

describe('coreVersions()', () => {
  it('gives the address of the server to everybody', () => {
    expect(coreVersions(group(''), { serverAddress: '10.0.0.1:6443' })).toEqual({
      kind: 'APIVersions',
      versions: ['v1'],
      serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.1:6443' }],
    });
  });
});

describe('groupList()', () => {
  it('leaves the core group out', () => {
    const { groups: listed } = groupList(groups);
    expect(listed.map(({ name }) => name)).toEqual(['apps', 'authorization.k8s.io', 'networking.k8s.io', 'extensions']);
    const v1 = { groupVersion: 'apps/v1', version: 'v1' };
    expect(listed[0]).toEqual({ name: 'apps', versions: [v1], preferredVersion: v1 });
  });
});

describe('groupDocument()', () => {
  it.each([
    ['apps', 'v1'],
    ['extensions', undefined],
  ])('says of group %s that its apiVersion is %s', (name, apiVersion) => {
    const document = groupDocument(group(name));
    expect(document).toMatchObject({ kind: 'APIGroup', name });
    expect(document.apiVersion).toBe(apiVersion);
  });
});

describe('aggregatedDiscovery()', () => {
  const { items } = aggregatedDiscovery(groups);

  it('names every group but the core one, and calls every version current', () => {
    expect(items.map(({ metadata }) => metadata.name)).toEqual([
      undefined,
      'apps',
      'authorization.k8s.io',
      'networking.k8s.io',
      'extensions',
    ]);
    expect(items.flatMap(({ versions }) => versions?.map(({ freshness }) => freshness))).toEqual(
      items.map(() => 'Current'),
    );
  });

  it('nests subresources, with group and version only where they are foreign', () => {
    const [deployments] = items[1]?.versions?.[0]?.resources ?? [];
    expect(deployments).toEqual({
      resource: 'deployments',
      responseKind: { group: '', version: '', kind: 'Deployment' },
      scope: 'Namespaced',
      singularResource: 'deployment',
      verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
      shortNames: ['deploy'],
      categories: ['all'],
      subresources: [
        {
          subresource: 'scale',
          responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
          verbs: ['get', 'patch', 'update'],
        },
        {
          subresource: 'status',
          responseKind: { group: '', version: '', kind: 'Deployment' },
          verbs: ['get', 'patch', 'update'],
        },
      ],
    });
  });

  it('says what is cluster-scoped and what there is only to create', () => {
    const [review] = items[2]?.versions?.[0]?.resources ?? [];
    expect(review).toMatchObject({ scope: 'Cluster', verbs: ['create'] });
    expect(review).not.toHaveProperty('subresources');
    expect(review).not.toHaveProperty('shortNames');
  });
});
