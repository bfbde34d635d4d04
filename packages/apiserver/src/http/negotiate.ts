/**
 * Which form an answer takes: content negotiation by the `Accept` header, with the parameters that ask for a table or
 * for metadata only (`application/json;as=Table;g=meta.k8s.io;v=v1`).
 */
import { notAcceptable } from '@wherry/api';

export type MediaFormat = 'json' | 'yaml' | 'protobuf';

/** A form that an object can be shown in instead of its own. */
export type Rendering = 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList' | undefined;

export interface Negotiated {
  readonly format: MediaFormat;
  readonly as: Rendering;
  readonly pretty: boolean;
}

/** The formats that a range of media types means, first choice first. */
const FORMATS: ReadonlyMap<string, readonly MediaFormat[]> = new Map([
  ['application/json', ['json']],
  ['application/yaml', ['yaml']],
  ['application/vnd.kubernetes.protobuf', ['protobuf']],
  ['application/*', ['json', 'yaml', 'protobuf']],
  ['*/*', ['json', 'yaml', 'protobuf']],
]);

export const contentTypes: Readonly<Record<MediaFormat, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
};

const PLAIN_JSON: Negotiated = { format: 'json', as: undefined, pretty: false };

export interface Offer {
  /** The renderings that this answer can take. */
  readonly renderings: readonly string[];
  /** The answer is a stream of documents, for which YAML has no form. @default false */
  readonly streams?: boolean;
}

/** One clause of the header: a media type with its parameters. */
interface Clause {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly quality: number;
}

/**
 * Chooses the first form, by the client's preference, that the server offers.
 * @throws StatusError 406 when there is none
 */
export function negotiate(accept: string | undefined, offer: Offer): Negotiated {
  if (accept === undefined || accept === '' || accept === '*/*' || accept === 'application/json') return PLAIN_JSON;
  for (const clause of clausesOf(accept)) {
    for (const format of FORMATS.get(clause.type) ?? []) {
      const as = renderingOf(clause, { format, offer });
      if (as === 'refused') continue;
      // What cannot be streamed is not passed over: the client has named it and does not get it.
      if (offer.streams === true && format === 'yaml') throw unacceptable(offer);
      return { format, as, pretty: clause.parameters['pretty'] === '1' };
    }
  }
  throw unacceptable(offer);
}

function unacceptable({ streams = false }: Offer): Error {
  const { json, yaml, protobuf } = contentTypes;
  return notAcceptable(streams ? [json, protobuf].map((type) => `${type};stream=watch`) : [json, yaml, protobuf]);
}

interface Candidate {
  readonly format: MediaFormat;
  readonly offer: Offer;
}

function renderingOf({ parameters }: Clause, { format, offer }: Candidate): Rendering | 'refused' {
  const { as, g, v, stream = '', sv = '' } = parameters;
  if ((stream !== '' && (stream !== 'watch' || format === 'yaml')) || (sv !== '' && sv !== 'v1')) return 'refused';
  if (as === undefined && g === undefined && v === undefined) return undefined;
  if (as === undefined || g !== 'meta.k8s.io' || v !== 'v1' || !offer.renderings.includes(as)) return 'refused';
  // Tables are text.
  if (as === 'Table') return format === 'protobuf' ? 'refused' : as;
  return as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? as : 'refused';
}

/** The clauses of an `Accept` header, best first: by quality, then the more specific. */
export function clausesOf(accept: string): Clause[] {
  const clauses = accept.split(',').map((text) => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    const parameters = new Map<string, string>();
    for (const part of rest) {
      const at = part.indexOf('=');
      if (at > 0) parameters.set(part.slice(0, at).trim().toLowerCase(), unquoted(part.slice(at + 1).trim()));
    }
    const quality = Number(parameters.get('q') ?? '1');
    return {
      type: type.toLowerCase(),
      parameters: Object.fromEntries(parameters),
      quality: Number.isFinite(quality) ? quality : 0,
    };
  });
  return clauses
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || breadth(a.type) - breadth(b.type));
}

const breadth = (type: string): number => (type === '*/*' ? 2 : type.endsWith('/*') ? 1 : 0);

const unquoted = (text: string): string => (/^".*"$/.test(text) ? text.slice(1, -1) : text);
