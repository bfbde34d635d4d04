/** The register of writers beside a store in memory. */
import type { Clock } from '@wherry/component';
import type { Census, Enrolment, WriterRegister } from '../writers/writer-register.ts';

export interface MemoryWriterRegisterOptions {
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly currentRevision: () => Promise<number>;
}

/** The revision of a store to which nothing was ever written. */
const NEW = 1;

export function createMemoryWriterRegister({ clock, currentRevision }: MemoryWriterRegisterOptions): WriterRegister {
  let last = 0;
  /** Until when, on the monotonic clock, by id. */
  const places = new Map<string, number>();
  const isKept = (id: string): boolean => (places.get(id) ?? -Infinity) > clock.monotonic();

  return {
    async enrol(seconds): Promise<Enrolment> {
      last += 1;
      const isFirst = last === 1 && (await currentRevision()) === NEW;
      const id = String(last);
      const keep = () => places.set(id, clock.monotonic() + seconds * 1000);
      keep();
      return {
        id,
        isFirst,
        async renew() {
          if (!isKept(id)) return false;
          keep();
          return true;
        },
        async end() {
          places.delete(id);
        },
      };
    },
    async census(): Promise<Census> {
      for (const id of places.keys()) if (!isKept(id)) places.delete(id);
      return { revision: await currentRevision(), writers: [...places.keys()] };
    },
  };
}
