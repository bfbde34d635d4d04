import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PodSecurityContext, PodSpec, Volume, VolumeMount } from '@wherry/api/core-v1';
import { fakeClock } from '@wherry/component';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { admitPod } from './pods/admit-pod.ts';
import { podOf } from './pods/testing/pictures.ts';
import { unsupported } from './pods/unsupported.ts';
import { createFakeRuntime } from './runtime/fake/fake-runtime.ts';
import { supportedFields } from './supported-fields.ts';
import { containerMounts } from './volumes/container-mounts.ts';
import { createPodVolumes } from './volumes/pod-volumes.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'wherry-fields-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const refusedOf = (schema: unknown): string[] =>
  Object.keys(supportedFields.find((row) => row.schema === schema)?.refused ?? {});

describe('supportedFields', () => {
  it.each(refusedOf(Volume))('says rightly that volumes of the kind %s are refused', async (kind) => {
    const claims = () => Promise.reject(new Error('no claims here'));
    const volumes = createPodVolumes({ root, runtime: createFakeRuntime({ clock: fakeClock() }), claims });
    const pod = podOf({ volumes: [{ name: 'v', [kind]: {} }] });
    const from = {
      facts: { pod, podAddresses: [], hostAddress: '', allocatable: {} },
      data: { configMap: () => Promise.resolve(undefined), secret: () => Promise.resolve(undefined) },
      token: () => Promise.resolve(''),
    };
    await expect(volumes.ensure(pod, from)).rejects.toThrow(`no volumes of the kind ${kind}`);
  });

  it('says of all kinds of volumes what becomes of them', () => {
    const row = supportedFields.find(({ schema }) => schema === Volume);
    const said = [...(row?.enforced ?? []), ...Object.keys(row?.partly ?? {}), ...Object.keys(row?.refused ?? {})];
    expect(said.toSorted()).toEqual([...Volume.byName.keys()].toSorted());
  });

  it('says rightly what a pod may not ask for', () => {
    const asks: Readonly<Record<string, object>> = {
      hostUsers: { hostUsers: false },
      resourceClaims: { resourceClaims: [{ name: 'gpu', resourceClaimName: 'gpu' }] },
    };
    expect(refusedOf(PodSpec).map((name) => typeof unsupported(podOf(asks[name]).spec))).toEqual(['string', 'string']);
  });

  it('says rightly which policy for groups is refused', () => {
    const pod = podOf({ securityContext: { supplementalGroupsPolicy: 'Strict' } });
    const verdict = admitPod({ pod, others: [], allocatable: {}, node: undefined });
    expect(refusedOf(PodSecurityContext)).toEqual(['supplementalGroupsPolicy']);
    expect(verdict?.reason).toBe('SupplementalGroupsPolicyNotSupported');
  });

  it('says rightly which mounts are refused', async () => {
    const mount = { name: 'v', mountPath: '/v', readOnly: true, recursiveReadOnly: 'Enabled' as const };
    const places = new Map([['v', { type: 'bind' as const, source: root }]]);
    expect(refusedOf(VolumeMount)).toEqual(['recursiveReadOnly']);
    await expect(
      containerMounts({ volumeMounts: [mount] }, { places, environment: new Map(), hostRoot: '' }),
    ).rejects.toThrow('recursive read-only');
  });
});
