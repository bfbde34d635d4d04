/** The graph of what concerns which node, kept up to date from the cache. */
import { PersistentVolumes, Pods } from '@wherry/api/core-v1';
import { ResourceSlices } from '@wherry/api/resource-v1';
import type { Resource } from '@wherry/api/resources';
import { VolumeAttachments } from '@wherry/api/storage-v1';
import { starting, type Running } from '@wherry/component';
import { createNodeGraph, type NodeGraph, type NodeRelations, type RelatedObject } from '../auth/node-graph.ts';
import { resourcePrefix } from '../storage/object-key.ts';
import type { WatchCache } from '../storage/cache/watch-cache.ts';
import { follow, type Follower } from './follow.ts';

/** Starts to follow the objects that relate others to nodes. */
export function startNodeRelations(cache: WatchCache): Promise<NodeRelations & Running> {
  const graph = createNodeGraph();
  return starting((own) => {
    for (const [resource, follower] of followersOf(graph)) {
      own(follow(cache, resourcePrefix({ group: resource.group, resource: resource.plural }), follower));
    }
    return { isRelated: (node: string, object: RelatedObject) => graph.isRelated(node, object) };
  });
}

/** An object that went away while the history was lost still relates, until its key is set again. */
const keep = () => undefined;

function followersOf(graph: NodeGraph): readonly (readonly [Resource, Follower])[] {
  const nameOf = (object: { metadata: { name?: string } }): string => object.metadata.name ?? '';
  return [
    [
      Pods,
      {
        set: (object) => graph.setPod(object as Parameters<NodeGraph['setPod']>[0]),
        delete: ({ metadata }) => graph.deletePod(metadata.namespace ?? '', metadata.name ?? ''),
        reset: keep,
      },
    ],
    [
      PersistentVolumes,
      {
        set: (object) => graph.setPersistentVolume(object as Parameters<NodeGraph['setPersistentVolume']>[0]),
        delete: (object) => graph.deletePersistentVolume(nameOf(object)),
        reset: keep,
      },
    ],
    [
      VolumeAttachments,
      {
        set: (object) => graph.setVolumeAttachment(object as Parameters<NodeGraph['setVolumeAttachment']>[0]),
        delete: (object) => graph.deleteVolumeAttachment(nameOf(object)),
        reset: keep,
      },
    ],
    [
      ResourceSlices,
      {
        set: (object) => graph.setResourceSlice(object as Parameters<NodeGraph['setResourceSlice']>[0]),
        delete: (object) => graph.deleteResourceSlice(nameOf(object)),
        reset: keep,
      },
    ],
  ];
}
