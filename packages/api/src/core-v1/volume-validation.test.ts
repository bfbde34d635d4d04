import { describe, expect, it } from 'vitest';

import { validatePod } from './pod-validation.ts';
import { newPod, podWith } from './testing/new-pod.ts';

const errorsOf = (volume: object): string[] =>
  validatePod(newPod({ serviceAccountName: 'sa', volumes: [{ name: 'v', ...volume }] })).map(String);

describe('volumes', () => {
  it.each<[string, object, string[]]>([
    ['without a name', { name: '', emptyDir: {} }, ['name: Required value']],
    [
      'of two kinds',
      { emptyDir: {}, configMap: { name: 'c' } },
      ['configMap: Forbidden: may not specify more than 1 volume type'],
    ],
    [
      'of a negative size',
      { emptyDir: { sizeLimit: '-1' } },
      ['emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity'],
    ],
    [
      'of the node, upwards',
      { hostPath: { path: '/a/../b' } },
      [`hostPath.path: Invalid value: "/a/../b": must not contain '..'`],
    ],
    [
      'of the node, of no known type',
      { hostPath: { path: '/a', type: 'Dir' } },
      [
        'hostPath.type: Unsupported value: "Dir": supported values: "", "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"',
      ],
    ],
    ['of an unnamed Secret', { secret: {} }, ['secret.secretName: Required value']],
    [
      'of a ConfigMap with a wrong mode and a path that leads out',
      { configMap: { name: 'c', defaultMode: 0o1000, items: [{ key: 'k', path: '/p' }] } },
      [
        'configMap.defaultMode: Invalid value: 512: must be a number between 0 and 0777 (octal), both inclusive',
        'configMap.items[0].path: Invalid value: "/p": must be a relative path',
      ],
    ],
    ['of an unnamed claim', { persistentVolumeClaim: {} }, ['persistentVolumeClaim.claimName: Required value']],
    [
      'of NFS with a relative path',
      { nfs: { server: 's', path: 'p' } },
      ['nfs.path: Invalid value: "p": must be an absolute path'],
    ],
    [
      'of iSCSI with a name of no notation',
      { iscsi: { targetPortal: 'p', iqn: 'abc', lun: 256 } },
      [
        'iscsi.iqn: Invalid value: "abc": must be valid format starting with iqn, eui, or naa',
        'iscsi.lun: Invalid value: 256: must be between 0 and 255, inclusive',
      ],
    ],
    [
      'of facts, one of them of an unnamed container',
      { downwardAPI: { items: [{ path: 'p', resourceFieldRef: { resource: 'limits.cpu' } }] } },
      ['downwardAPI.resourceFieldRef.containerName: Required value'],
    ],
    [
      'of facts that are none',
      { downwardAPI: { items: [{ path: 'p' }] } },
      ['downwardAPI: Required value: one of fieldRef and resourceFieldRef is required'],
    ],
    [
      'with one path for two things',
      {
        projected: {
          sources: [
            { secret: { name: 's', items: [{ key: 'k', path: 'p' }] } },
            { configMap: { name: 'c', items: [{ key: 'k', path: 'p' }] } },
          ],
        },
      },
      ['projected: Invalid value: "c": conflicting duplicate paths'],
    ],
    [
      'with a token for too short a time',
      { projected: { sources: [{ serviceAccountToken: { path: 't', expirationSeconds: 599 } }] } },
      [
        'projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 599: may not specify a duration less than 10 minutes',
      ],
    ],
    [
      'of an unnamed CSI driver',
      { csi: { driver: '' } },
      [
        'csi.driver: Required value',
        "csi.driver: Invalid value: \"\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
      ],
    ],
    [
      'of a claim to be made, without a size',
      { ephemeral: { volumeClaimTemplate: { metadata: { name: 'x' }, spec: { accessModes: ['ReadWriteOnce'] } } } },
      [
        'ephemeral.volumeClaimTemplate.metadata.name: Forbidden: cannot be set',
        'ephemeral.volumeClaimTemplate.spec.resources[storage]: Required value',
      ],
    ],
    [
      'of options in a reserved domain',
      { flexVolume: { driver: 'd', options: { 'kubernetes.io/x': 'y' } } },
      [
        'flexVolume.options[kubernetes.io/x]: Invalid value: "kubernetes.io/x": kubernetes.io and k8s.io namespaces are reserved',
      ],
    ],
    ['of an image without a reference', { image: {} }, ['image.reference: Required value']],
  ])('are refused %s', (_name, volume, errors) => {
    expect(errorsOf(volume)).toEqual(errors.map((error) => `spec.volumes[0].${error}`));
  });

  it('must have different names', () => {
    const pod = newPod({
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'v', emptyDir: {} },
      ],
    });
    expect(validatePod(pod).map(String)).toEqual(['spec.volumes[1].name: Duplicate value: "v"']);
  });

  it('must not be claims that are made for other volumes of the pod', () => {
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const pod = newPod({
      volumes: [
        { name: 'v', ephemeral: { volumeClaimTemplate: { spec } } },
        { name: 'w', persistentVolumeClaim: { claimName: 'web-v' } },
      ],
    });
    expect(validatePod(pod).map(String)).toEqual([
      'spec.volumes[1].persistentVolumeClaim.claimName: Invalid value: "web-v": must not reference a PVC that gets created for an ephemeral volume',
    ]);
  });
});

describe('mounts', () => {
  const volumes = [
    { name: 'v', emptyDir: {} },
    { name: 'c', persistentVolumeClaim: { claimName: 'c' } },
  ];
  const errorsWith = (container: object): string[] => validatePod(podWith(container, { volumes })).map(String);

  it.each<[string, object, string[]]>([
    [
      'two on one path',
      {
        volumeMounts: [
          { name: 'v', mountPath: '/x' },
          { name: 'c', mountPath: '/x' },
        ],
      },
      ['volumeMounts[1].mountPath: Invalid value: "/x": must be unique'],
    ],
    [
      'a subpath that leads out',
      { volumeMounts: [{ name: 'v', mountPath: '/x', subPath: '../y' }] },
      [`volumeMounts.subPath: Invalid value: "../y": must not contain '..'`],
    ],
    [
      'a subpath in two ways',
      { volumeMounts: [{ name: 'v', mountPath: '/x', subPath: 'y', subPathExpr: 'z' }] },
      ['volumeMounts[0].subPathExpr: Invalid value: "z": subPathExpr and subPath are mutually exclusive'],
    ],
    [
      'mounts that reach the node from a container without the right',
      { volumeMounts: [{ name: 'v', mountPath: '/x', mountPropagation: 'Bidirectional' }] },
      [
        'volumeMounts.mountPropagation: Forbidden: Bidirectional mount propagation is available only to privileged containers',
      ],
    ],
    [
      'recursively read-only but writable',
      { volumeMounts: [{ name: 'v', mountPath: '/x', recursiveReadOnly: 'Enabled' }] },
      ['volumeMounts.recursiveReadOnly: Forbidden: may only be specified when readOnly is true'],
    ],
    [
      'a device that is a directory',
      { volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] },
      [
        'volumeDevices[0].name: Invalid value: "v": can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode',
      ],
    ],
    [
      'one volume as files and as a device',
      { volumeMounts: [{ name: 'c', mountPath: '/x' }], volumeDevices: [{ name: 'c', devicePath: '/dev/c' }] },
      [
        'volumeMounts[0].name: Invalid value: "c": must not already exist in volumeDevices',
        'volumeDevices[0].name: Invalid value: "c": must not already exist in volumeMounts',
      ],
    ],
  ])('are refused: %s', (_name, container, errors) => {
    expect(errorsWith(container)).toEqual(errors.map((error) => `spec.containers[0].${error}`));
  });
});
