/**
 * A certificate and its key on disk, in one file, as the kubelet keeps them: `<name>-current.pem`. The key of a request that
 * is not answered yet lies beside it, so that after a crash the same request goes on instead of a second one.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makePrivateDirectory,
  newCertificateKey,
  readIfPresent,
  readPrivateKey,
  replaceFile,
  type CertifiedKey,
} from '@wherry/pki';

export interface CertificateStore {
  /** The file that holds both. */
  readonly path: string;
  /** What is kept; undefined when there is nothing, or nothing whole. */
  load(): Promise<CertifiedKey | undefined>;
  /** Keeps a pair in place of the one before, in one step, and forgets the key of the request. */
  save(pair: CertifiedKey): Promise<void>;
  /** The key of the request under way, made when there is none. On disk before it is returned. */
  pendingKey(): Promise<string>;
  /** A request that will never be answered well. */
  dropPendingKey(): Promise<void>;
}

export interface CertificateStoreOptions {
  readonly directory: string;
  /** `kubelet-client`, `kubelet-server`. */
  readonly name: string;
}

/** Opens the store; makes the folder, which only its owner can enter. */
export async function openCertificateStore({ directory, name }: CertificateStoreOptions): Promise<CertificateStore> {
  await makePrivateDirectory(directory);
  const path = join(directory, `${name}-current.pem`);
  const pending = join(directory, `${name}.key.tmp`);
  const dropPendingKey = () => rm(pending, { force: true });
  return {
    path,
    async load() {
      const text = (await readIfPresent(path)) ?? '';
      const certificate = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\n?/g)?.join('');
      const key = /-----BEGIN (\w+ )?PRIVATE KEY-----[^-]+-----END (\w+ )?PRIVATE KEY-----\n?/.exec(text)?.[0];
      return certificate === undefined || key === undefined ? undefined : { certificate, key };
    },
    async save({ certificate, key }) {
      await replaceFile(path, `${certificate.trimEnd()}\n${key}`);
      await dropPendingKey();
    },
    async pendingKey() {
      const kept = await readIfPresent(pending);
      if (kept !== undefined && readPrivateKey(kept) !== undefined) return kept;
      const key = newCertificateKey();
      await replaceFile(pending, key);
      return key;
    },
    dropPendingKey,
  };
}
