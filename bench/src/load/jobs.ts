// What a load process can be asked to do. Everything here travels between processes as JSON.

import type { RawLoad } from '../limits/raw-etcd.ts';
import type { LoadFigures } from './https-load.ts';
import type { HttpsTarget } from './https-socket.ts';
import type { RequestTemplate } from './request-template.ts';
import type { FanOut, FanOutFigures, OpenWatchers } from './watchers.ts';

export interface HttpsJob extends HttpsTarget {
  readonly template: RequestTemplate;
  readonly connections: number;
  readonly durationMs: number;
  /** @default as many as there is time for */
  readonly requests?: number;
}

/** The jobs by their names: what each takes and what it returns. */
export interface Jobs {
  readonly https: { readonly options: HttpsJob; readonly result: LoadFigures };
  readonly rawCreates: { readonly options: RawLoad; readonly result: number };
  readonly rawReplacements: { readonly options: RawLoad; readonly result: number };
  /** Opens watchers, which stay open under their name. */
  readonly openWatchers: { readonly options: OpenWatchers & { readonly name: string }; readonly result: null };
  readonly fanOut: { readonly options: FanOut & { readonly watchers: string }; readonly result: FanOutFigures };
  readonly closeWatchers: { readonly options: { readonly name: string }; readonly result: null };
}

export type JobName = keyof Jobs;

export interface JobRequest {
  readonly id: number;
  readonly job: JobName;
  readonly options: unknown;
}

export type JobAnswer =
  { readonly id: number; readonly result: unknown } | { readonly id: number; readonly error: string };
