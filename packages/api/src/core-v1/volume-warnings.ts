import { fractionalByteWarnings } from './resource-warnings.ts';
import type { Volume, VolumeSource } from './volume.ts';
import { quote } from '../encoding/quote.ts';
import type { FieldPath } from '../status/field-path.ts';

const DEPRECATED: readonly (readonly [keyof VolumeSource, string, name?: string])[] = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'deprecated in v1.11'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+'],
];

/** Warnings for volumes of pods: plugins that are gone, and tokens that hide other files. */
export function volumeWarnings(volumes: readonly Volume[], path: FieldPath): string[] {
  const tokens = new Set(
    volumes.flatMap(({ projected }) =>
      (projected?.sources ?? []).flatMap((source) => source.serviceAccountToken?.path ?? []),
    ),
  );
  return [
    ...volumes.flatMap((volume, index) => sourceWarnings(volume, path.index(index))),
    ...volumes.flatMap((volume, index) =>
      tokenWarnings(volume, tokens, path.index(index).child('projected', 'sources')),
    ),
  ];
}

function sourceWarnings(volume: Volume, path: FieldPath): string[] {
  const claim = volume.ephemeral?.volumeClaimTemplate?.spec.resources.requests;
  const claimPath = path.child('ephemeral', 'volumeClaimTemplate', 'spec', 'resources', 'requests');
  return [
    ...DEPRECATED.filter(([source]) => volume[source] !== undefined).map(
      ([source, message, name = source]) => `${path.child(name).toString()}: ${message}`,
    ),
    ...fractionalByteWarnings(claim, claimPath, ['storage']),
  ];
}

function tokenWarnings({ projected }: Volume, tokens: ReadonlySet<string>, path: FieldPath): string[] {
  const warn = (name: string, files: readonly { readonly path: string }[] = []): string[] =>
    files.flatMap((file, index) =>
      tokens.has(file.path)
        ? [
            `${path.child(name).index(index).toString()}: has duplicated path with ServiceAccountToken ${quote(file.path)}`,
          ]
        : [],
    );
  return (projected?.sources ?? []).flatMap(({ configMap, secret, downwardAPI }) => [
    ...warn('configMap', configMap?.items),
    ...warn('secrets', secret?.items),
    ...warn('downwardAPI', downwardAPI?.items),
  ]);
}
