/**
 * Deletes what nobody owns any more, and carries out the ways of deleting: in the background, in the foreground (an
 * object goes after those that depend on it) and orphaning (those that depend on it stay). A key is the uid of an object.
 */
import { metadataReader, startController } from '@wherry/client';
import { starting } from '@wherry/component';
import type { ControllerEntry } from '../context.ts';
import { Collector } from '../garbage/collector.ts';
import { Graph, nodeOf } from '../garbage/graph.ts';

const NAME = 'garbage-collector-controller';
const WORKERS = 8;

export const garbageCollectorEntry: ControllerEntry = {
  name: NAME,
  start: (context) =>
    starting(async (own) => {
      const { client, transport, clock, log, metrics } = context;
      const graph = new Graph();
      const monitors = await context.monitors();
      const queue = { add: (_uid: string): void => undefined };
      const collector = new Collector({
        client,
        reader: metadataReader(transport),
        graph,
        monitors,
        events: context.events(NAME),
        enqueue: (uid) => queue.add(uid),
      });
      const controller = {
        name: NAME,
        workers: WORKERS,
        sources: [
          (enqueue: (uid: string) => void) => {
            queue.add = enqueue;
            return monitors.onChange((resource, { object, old }) => {
              const uid = old?.metadata.uid;
              const isGone = uid !== undefined && object?.metadata.uid !== uid;
              const affected = [
                ...(isGone ? graph.delete(uid) : []),
                ...(object === undefined ? [] : graph.set(nodeOf(resource, object))),
              ];
              for (const each of affected) enqueue(each);
            });
          },
        ],
        reconcile: (uid: string) => collector.collect(uid),
      };
      own(await startController(controller, { clock, log, metrics }));
    }),
};
