/**
 * Asks the cluster for a certificate, and waits for it. The request is named for what is asked and for the key, so that the
 * same request made again, after a crash too, is the same object.
 */
import { createHash, createPublicKey } from 'node:crypto';
import { isAlreadyExists } from '@wherry/api';
import { CertificateSigningRequests, type CertificateSigningRequest } from '@wherry/api/certificates-v1';
import { startInformer, type Client } from '@wherry/client';
import type { Clock, Log } from '@wherry/component';
import { buildCertificateRequest } from '@wherry/pki';
import { namesOf, type CertificateWish } from './plan-certificate.ts';

/** The request was denied, or its signer cannot fulfil it: asking the same again is of no use. */
export class CertificateRefusedError extends Error {
  override readonly name = 'CertificateRefusedError';
}

export interface RequestCertificateOptions {
  readonly client: Client;
  readonly signerName: string;
  readonly wish: CertificateWish;
  /** The private key, in PEM. */
  readonly key: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** As long as the kubelet of Kubernetes waits. */
const PATIENCE_MS = 15 * 60_000;

const USAGE: Readonly<Record<string, string>> = {
  'kubernetes.io/kube-apiserver-client-kubelet': 'client auth',
  'kubernetes.io/kubelet-serving': 'server auth',
};

/**
 * The certificate, in PEM.
 * @throws CertificateRefusedError; Error when nobody has decided for a quarter of an hour; what the API says
 */
export async function requestCertificate(options: RequestCertificateOptions): Promise<string> {
  const { client, signerName, wish, key, log } = options;
  const name = nameOf(options);
  const request = buildCertificateRequest({ subject: wish.subject, key, names: namesOf(wish) });
  try {
    await client.create(CertificateSigningRequests, {
      metadata: { name },
      spec: {
        signerName,
        // The keys are elliptic curves, which encipher no keys.
        usages: ['digital signature', USAGE[signerName] ?? 'client auth'],
        request: Buffer.from(request).toString('base64'),
      },
    });
    log.info('asked for a certificate', { request: name, signer: signerName });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
  return waitForAnswer(name, options);
}

function nameOf({ signerName, wish, key }: RequestCertificateOptions): string {
  const hash = createHash('sha256');
  hash.update(createPublicKey(key).export({ type: 'spki', format: 'der' }));
  hash.update(JSON.stringify([signerName, wish.subject.commonName, wish.subject.organizations, wish.hosts]));
  return `node-csr-${hash.digest('hex').slice(0, 43)}`;
}

async function waitForAnswer(name: string, options: RequestCertificateOptions): Promise<string> {
  const { client, clock, log, signal } = options;
  const answer = Promise.withResolvers<string>();
  const giveUp = (reason: unknown) => answer.reject(reason);
  const onAbort = () => giveUp(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  const timer = clock.after(PATIENCE_MS, () => giveUp(new Error(`Nobody has decided on the request ${name} yet`)));
  const stop = new AbortController();
  // The start of an informer may take as long as there is no connection.
  const watching = startInformer({
    client,
    resource: CertificateSigningRequests,
    query: { fieldSelector: `metadata.name=${name}` },
    clock,
    log,
    signal: AbortSignal.any([signal, stop.signal]),
  });
  watching
    .then((informer) => {
      const look = () => {
        const csr = informer.get(name);
        if (csr === undefined) throw new Error(`The request ${name} is gone`);
        return answerOf(csr);
      };
      const tell = () => {
        try {
          const certificate = look();
          if (certificate !== undefined) answer.resolve(certificate);
        } catch (error) {
          giveUp(error);
        }
      };
      informer.onChange(tell);
      tell();
    })
    .catch(giveUp);
  try {
    return await answer.promise;
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', onAbort);
    stop.abort();
    await watching.then(
      (informer) => informer.stop(),
      () => undefined,
    );
  }
}

function answerOf({ metadata, status }: Readonly<CertificateSigningRequest>): string | undefined {
  const refusal = (status.conditions ?? []).find(({ type }) => type === 'Denied' || type === 'Failed');
  if (refusal !== undefined) {
    const { type, reason = '', message = '' } = refusal;
    throw new CertificateRefusedError(`The request ${metadata.name ?? ''} is ${type}: ${reason} ${message}`.trimEnd());
  }
  const { certificate = '' } = status;
  return certificate === '' ? undefined : Buffer.from(certificate, 'base64').toString();
}
