/** Which resources are served: built-in rows at start, custom ones while the server runs. */
import type { ServedResource } from './served-resource.ts';

export class Directory {
  readonly #byPath = new Map<string, ServedResource>();
  #version = 0;

  /** Grows with every change: what is derived from the rows is good for one version. */
  get version(): number {
    return this.#version;
  }

  add(served: ServedResource): void {
    const { group, version, plural } = served.resource;
    this.#byPath.set(pathKey(group, version, plural), served);
    this.#version += 1;
  }

  /** The resource behind `/apis/<group>/<version>/<plural>`. */
  find(path: {
    readonly group: string;
    readonly version: string;
    readonly resource: string;
  }): ServedResource | undefined {
    return this.#byPath.get(pathKey(path.group, path.version, path.resource));
  }

  /** All rows in the order in which they were added. */
  all(): IterableIterator<ServedResource> {
    return this.#byPath.values();
  }
}

const pathKey = (group: string, version: string, plural: string): string => `${group}/${version}/${plural}`;
