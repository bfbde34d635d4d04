import { Deployments } from '@wherry/api/apps-v1';
import { HorizontalPodAutoscalers as V1 } from '@wherry/api/autoscaling-v1';
import { HorizontalPodAutoscalers as V2 } from '@wherry/api/autoscaling-v2';
import { ConfigMaps, Pods } from '@wherry/api/core-v1';
import { describe, expect, it } from 'vitest';
import { serve } from '../registry/served-resource.ts';
import { builtInDirectory } from '../registry/built-in.ts';
import { servedGroups } from './served-groups.ts';

describe('servedGroups()', () => {
  it('keeps the order in which groups and versions are first named, and sorts resources by name', () => {
    const stored = serve(V2, {});
    const rows = [serve(Pods, {}), stored, serve(V1, { stored }), serve(Deployments, {}), serve(ConfigMaps, {})];
    const seen = servedGroups(rows).map(({ name, versions }) => [
      name,
      ...versions.map(({ groupVersion, rows: found }) => [
        groupVersion,
        ...found.map(({ resource }) => resource.plural),
      ]),
    ]);
    expect(seen).toEqual([
      ['', ['v1', 'configmaps', 'pods']],
      ['autoscaling', ['autoscaling/v2', 'horizontalpodautoscalers'], ['autoscaling/v1', 'horizontalpodautoscalers']],
      ['apps', ['apps/v1', 'deployments']],
    ]);
  });

  it('puts the old Ingress and the metrics last, so that clients find Ingresses, nodes and pods first', () => {
    const names = servedGroups(builtInDirectory(new Map()).all()).map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['', 'apiregistration.k8s.io', 'apps']);
    expect(names.slice(-2)).toEqual(['extensions', 'metrics.k8s.io']);
    expect(names).toContain('networking.k8s.io');
  });
});
