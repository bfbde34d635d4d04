/**
 * Files that change all at once. They lie in a folder of their own time; `..data` points to it, and what containers see
 * are links through `..data`. Moving that one link is the whole change, so nobody ever sees half of it.
 */
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface PayloadFile {
  readonly content: Buffer;
  /** Permission bits. */
  readonly mode: number;
  /** @default root */
  readonly user?: number | undefined;
}

/** Files by their path below the volume. */
export type Payload = ReadonlyMap<string, PayloadFile>;

const DATA = '..data';
const NEXT = '..data_tmp';

/** Makes a folder hold exactly these files; does nothing when it does already. Paths are relative and hold no `..`. */
export async function writeAtomically(
  folder: string,
  payload: Payload,
  { group }: { readonly group?: number | undefined } = {},
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const present = await readlink(join(folder, DATA)).catch(() => undefined);
  if (present !== undefined && (await isSame(join(folder, present), payload))) return linkTops(folder, payload);
  const next = await mkdtemp(join(folder, `..${stamp()}.`));
  await chmod(next, 0o755);
  for (const [path, { content, mode, user }] of payload) {
    const file = join(next, path);
    await mkdir(dirname(file), { recursive: true, mode: 0o755 });
    await writeFile(file, content);
    if (user !== undefined || group !== undefined) await chown(file, user ?? -1, group ?? -1);
    // After the owner: changing that takes special bits away. The group is to read what is meant for it.
    await chmod(file, group === undefined ? mode : mode | 0o440);
  }
  await rm(join(folder, NEXT), { force: true });
  await symlink(next.slice(folder.length + 1), join(folder, NEXT));
  await rename(join(folder, NEXT), join(folder, DATA));
  await linkTops(folder, payload);
  await removeOld(folder, next.slice(folder.length + 1));
}

/** The name of a new folder of data begins with when it was made, for people to read; what follows makes it unique. */
function stamp(): string {
  return new Date().toISOString().replace(/[-:]/g, '_').replace('T', '_').slice(0, 19);
}

async function isSame(folder: string, payload: Payload): Promise<boolean> {
  const paths = (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  if (paths.length !== payload.size) return false;
  for (const path of paths) {
    const wanted = payload.get(path);
    if (wanted === undefined || !wanted.content.equals(await readFile(join(folder, path)))) return false;
  }
  return true;
}

const topsOf = (payload: Payload) => new Set([...payload.keys()].map((path) => path.split('/')[0] ?? path));

async function linkTops(folder: string, payload: Payload): Promise<void> {
  for (const top of topsOf(payload)) {
    const isThere = await lstat(join(folder, top)).then(
      () => true,
      () => false,
    );
    if (!isThere) await symlink(join(DATA, top), join(folder, top));
  }
  const tops = topsOf(payload);
  for (const name of await readdir(folder))
    if (!name.startsWith('..') && !tops.has(name)) await rm(join(folder, name), { force: true });
}

async function removeOld(folder: string, present: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith('..') && name !== DATA && name !== present)
      await rm(join(folder, name), { recursive: true, force: true });
}
