/** The whole apiserver on memory storage, listening on a free port: for tests of what clients meet. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CertifiedKey } from '@wherry/pki';
import { parseFlags, silentLog, starting, systemClock, type Clock, type Log, type Running } from '@wherry/component';
import { startApiserver, type ApiserverOptions } from '../apiserver.ts';
import { apiserverFlags } from '../flags.ts';
import { createMemoryStorage } from '../storage/memory/memory-storage.ts';
import type { Storage } from '../storage/storage.ts';
import type { WriterRegister } from '../storage/writers/writer-register.ts';
import { testClient, type TestClient } from './test-client.ts';

export interface TestApiOptions {
  /** @default an empty one in memory */
  readonly storage?: Storage & WriterRegister;
  /** A fake one should show about the present time: TLS does not ask it. @default the machine's */
  readonly clock?: Clock;
  readonly log?: Log;
  /** How the server begins connections to kubelets, pods and Services. */
  readonly connect?: NonNullable<ApiserverOptions['connect']>;
  /** Further flags, such as `--min-request-timeout=1s`. */
  readonly flags?: readonly string[];
}

export interface TestApi extends Running {
  /** `https://host:port` */
  readonly url: string;
  readonly port: number;
  readonly storage: Storage;
  /** Of the administrator. */
  readonly client: TestClient;
  readonly anonymous: TestClient;
  /** The same as `client.send`. */
  readonly send: TestClient['send'];
  /** What opens a connection of the administrator by hand (PEM). */
  readonly pki: { readonly ca: string; readonly cert: string; readonly key: string };
  /** The authority of the cluster, for what a test has it sign. */
  readonly authority: CertifiedKey;
}

/** Starts it, with the account `default` in the namespace `default`, which pods wait for. */
export function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const { storage = createMemoryStorage(), clock = systemClock, log = silentLog, flags = [], connect } = options;
  return starting(async (own) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'wherry-test-api-'));
    own(() => rm(dataDir, { recursive: true, force: true }));
    const line = parseFlags(apiserverFlags, [`--data-dir=${dataDir}`, '--secure-port=0', ...flags]);
    if (line.help) throw new Error('Cannot start the test API: its flags ask for help');
    const server = own(await startApiserver({ flags: line.values, storage, clock, log, ...(connect && { connect }) }));
    const read = (name: string): Promise<string> => readFile(join(line.values['data-dir'], 'pki', name), 'utf8');
    const [ca, cert, key, caKey] = await Promise.all(['ca.crt', 'admin.crt', 'admin.key', 'ca.key'].map(read));
    if (ca === undefined || cert === undefined || key === undefined || caKey === undefined) throw new Error('No keys');
    const client = testClient({ url: server.url, ca, cert, key });
    const anonymous = testClient({ url: server.url, ca });
    own(() => {
      client.close();
      anonymous.close();
    });
    const account = { metadata: { name: 'default' } };
    await client.send('POST', '/api/v1/namespaces/default/serviceaccounts', { body: account });
    const port = Number(new URL(server.url).port);
    return {
      url: server.url,
      port,
      storage,
      client,
      anonymous,
      send: client.send,
      pki: { ca, cert, key },
      authority: { certificate: ca, key: caKey },
    };
  });
}
