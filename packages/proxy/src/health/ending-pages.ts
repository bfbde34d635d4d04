/**
 * The page `/endpoint-ended?pod=<uid>`, which answers when no new connection is led to a pod, or when that takes too long.
 * Other machines hear of this node alone; the node itself is told of all of them, by one question to each.
 */
import { get } from 'node:http';
import type { Node } from '@wherry/api/core-v1';
import type { HealthPage, HttpAnswer } from '@wherry/component';
import type { EndpointEndings } from './endpoint-endings.ts';

export interface EndingPagesOptions {
  readonly endings: EndpointEndings;
  /** The nodes that have a proxy of their own. */
  readonly others: () => readonly Readonly<Node>[];
  /** At which the others tell of themselves. */
  readonly port: number;
}

export interface EndingPages {
  readonly own: Readonly<Record<string, HealthPage>>;
  readonly everywhere: Readonly<Record<string, HealthPage>>;
}

const PATH = '/endpoint-ended';
const PATIENCE_MS = 2000;

export function endingPages({ endings, others, port }: EndingPagesOptions): EndingPages {
  const here = (query: URLSearchParams): Promise<boolean> => endings.ended(query.get('pod') ?? '', PATIENCE_MS);
  return {
    own: { [PATH]: async (query) => answer(await here(query)) },
    everywhere: {
      async [PATH](query) {
        const there = others().flatMap((node) => addressOf(node) ?? []);
        const asked = there.map((host) =>
          ask({ host, port, path: `${PATH}?pod=${encodeURIComponent(query.get('pod') ?? '')}` }),
        );
        const all = await Promise.all([here(query), ...asked]);
        return answer(all.every(Boolean));
      },
    },
  };
}

const answer = (hasEnded: boolean): HttpAnswer => ({ status: 200, body: JSON.stringify({ hasEnded }) });

/** Nobody enters by a node that is not ready. */
function addressOf({ status }: Readonly<Node>): string | undefined {
  const ready = (status.conditions ?? []).find(({ type }) => type === 'Ready');
  if (ready?.status !== 'True') return undefined;
  return (status.addresses ?? []).find(({ type }) => type === 'InternalIP')?.address;
}

/** Whoever does not answer is not waited for: it may be gone, and its node with it. */
function ask(where: { readonly host: string; readonly port: number; readonly path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ ...where, agent: false, signal: AbortSignal.timeout(PATIENCE_MS) }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => (body += text));
      response.on('end', () => resolve(body.includes('true')));
      response.on('error', () => resolve(false));
    });
    request.on('error', () => resolve(false));
  });
}
