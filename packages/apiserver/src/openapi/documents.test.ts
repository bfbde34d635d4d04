import { gunzipSync } from 'node:zlib';
import { ConfigMaps, Pods } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { builtInDirectory } from '../registry/built-in.ts';
import { Directory } from '../registry/directory.ts';
import { serve } from '../registry/served-resource.ts';
import { textsAt } from './testing/message-at.ts';
import { openApiDocuments, type OpenApiDocuments, type PackedDocument } from './documents.ts';

const gitVersion = 'v1.35.0+test';
const documents = openApiDocuments({ directory: builtInDirectory(new Map()), gitVersion });

const textOf = (document: PackedDocument): string => gunzipSync(document.gzip).toString();

async function textV3(name: string, from: OpenApiDocuments = documents): Promise<string> {
  const document = await from.v3(name);
  if (document === undefined) throw new Error(`no document ${name}`);
  return textOf(document);
}

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, at) => names.indexOf(name) !== at);
}

/** The names that `$ref`s lead to. */
function references(text: string, prefix: string): Set<string> {
  return new Set([...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, target = '']) => target.slice(prefix.length)));
}

const operationIds = (text: string) => [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id = '']) => id);

describe('openApiDocuments()', () => {
  it('has a document for each version and each path beside them', async () => {
    const index = await documents.index();
    expect([...index.keys()]).toEqual(
      expect.arrayContaining([
        'api',
        'api/v1',
        'apis',
        'apis/apps',
        'apis/apps/v1',
        'apis/extensions/v1beta1',
        'version',
      ]),
    );
    expect(await documents.v3('apis/nothing/v1')).toBeUndefined();
  });

  it('defines in every document of version 3 exactly what it refers to, and names operations once', async () => {
    for (const name of (await documents.index()).keys()) {
      const text = await textV3(name);
      const document = JSON.parse(text);
      expect(document).toMatchObject({ openapi: '3.0.0', info: { title: 'Kubernetes', version: gitVersion } });
      expect(Object.keys(document.components.schemas).toSorted(), name).toEqual(
        [...references(text, '#/components/schemas/')].toSorted(),
      );
      expect(duplicates(operationIds(text)), name).toEqual([]);
    }
  });

  it('defines in version 2 exactly what it refers to, and names operations once', async () => {
    const text = textOf(await documents.v2());
    const document = JSON.parse(text);
    expect(document).toMatchObject({ swagger: '2.0', info: { title: 'Kubernetes', version: gitVersion } });
    const known = [
      ...Object.keys(document.definitions).map((name) => `definitions/${name}`),
      ...Object.keys(document.parameters).map((name) => `parameters/${name}`),
    ];
    expect(known.toSorted()).toEqual([...references(text, '#/')].toSorted());
    expect(duplicates(operationIds(text))).toEqual([]);
  });

  it('finds kinds, lists and what is understood everywhere by group, version and kind', async () => {
    const { schemas } = JSON.parse(await textV3('apis/apps/v1')).components;
    const kindsOf = (name: string) => schemas[name]['x-kubernetes-group-version-kind'];
    expect(kindsOf('io.k8s.api.apps.v1.Deployment')).toEqual([{ group: 'apps', version: 'v1', kind: 'Deployment' }]);
    expect(kindsOf('io.k8s.api.apps.v1.DeploymentList')).toEqual([
      { group: 'apps', version: 'v1', kind: 'DeploymentList' },
    ]);
    expect(kindsOf('io.k8s.api.autoscaling.v1.Scale')).toEqual([
      { group: 'autoscaling', version: 'v1', kind: 'Scale' },
    ]);
    expect(kindsOf('io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions')).toEqual(
      expect.arrayContaining([
        { group: '', version: 'v1', kind: 'DeleteOptions' },
        { group: 'apps', version: 'v1', kind: 'DeleteOptions' },
      ]),
    );
    expect(schemas['io.k8s.api.apps.v1.DeploymentSpec']).not.toHaveProperty('x-kubernetes-group-version-kind');
  });

  it('writes out on PATCH what kubectl looks for, in both versions', async () => {
    const path = '/api/v1/namespaces/{namespace}/pods/{name}';
    const kind = { group: '', version: 'v1', kind: 'Pod' };
    for (const text of [await textV3('api/v1'), textOf(await documents.v2())]) {
      const { patch, parameters } = JSON.parse(text).paths[path];
      expect(patch).toMatchObject({ 'x-kubernetes-action': 'patch', 'x-kubernetes-group-version-kind': kind });
      expect(patch.parameters.map(({ name }: { name?: string }) => name)).toEqual(
        expect.arrayContaining(['dryRun', 'fieldValidation']),
      );
      expect(parameters).toHaveLength(3);
    }
    const { patch } = JSON.parse(await textV3('api/v1')).paths[path];
    expect(Object.keys(patch.requestBody.content)).toContain('application/strategic-merge-patch+json');
  });

  it('says all of it again as protobuf', async () => {
    const json = JSON.parse(textOf(await documents.v2()));
    const message = gunzipSync((await documents.v2Protobuf()).gzip);
    const names = (path: readonly number[]) => textsAt(message, path).toSorted();
    expect(names([8, 2, 1])).toEqual(Object.keys(json.paths).toSorted());
    expect(names([9, 1, 1])).toEqual(Object.keys(json.definitions).toSorted());
    expect(names([10, 1, 1])).toEqual(Object.keys(json.parameters).toSorted());
  });

  it('follows the directory', async () => {
    const directory = new Directory();
    directory.add(serve(ConfigMaps, {}));
    const growing = openApiDocuments({ directory, gitVersion });
    const before = await growing.v3('api/v1');
    expect(await growing.v3('api/v1')).toBe(before);
    expect(await textV3('api/v1', growing)).not.toContain('"/api/v1/pods"');
    directory.add(serve(Pods, {}));
    expect(await textV3('api/v1', growing)).toContain('"/api/v1/pods"');
    expect((await growing.v3('api/v1'))?.etag).not.toBe(before?.etag);
  });
});
