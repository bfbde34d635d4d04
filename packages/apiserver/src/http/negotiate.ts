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

const FORMATS: Readonly<Record<string, MediaFormat>> = {
  'application/json': 'json',
  'application/*': 'json',
  '*/*': 'json',
  'application/yaml': 'yaml',
  'application/vnd.kubernetes.protobuf': 'protobuf',
};

export const contentTypes: Readonly<Record<MediaFormat, string>> = {
  json: 'application/json',
  yaml: 'application/yaml',
  protobuf: 'application/vnd.kubernetes.protobuf',
};

const PLAIN_JSON: Negotiated = { format: 'json', as: undefined, pretty: false };

export interface Offer {
  /** The renderings that this answer can take. */
  readonly renderings: readonly string[];
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
    const format = FORMATS[clause.type];
    const as = renderingOf(clause, offer);
    if (format === undefined || as === 'unknown') continue;
    return { format, as, pretty: clause.parameters['pretty'] === '1' };
  }
  throw notAcceptable([
    ...Object.values(contentTypes),
    ...offer.renderings.map((as) => `application/json;as=${as};v=v1;g=meta.k8s.io`),
  ]);
}

function renderingOf({ parameters }: Clause, offer: Offer): Rendering | 'unknown' {
  const { as, g, v } = parameters;
  if (as === undefined) return undefined;
  if (g !== 'meta.k8s.io' || v !== 'v1' || !offer.renderings.includes(as)) return 'unknown';
  return as === 'Table' || as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList' ? as : 'unknown';
}

/** The clauses of an `Accept` header, best first. */
export function clausesOf(accept: string): Clause[] {
  const clauses = accept.split(',').map((text) => {
    const [type = '', ...rest] = text.split(';').map((part) => part.trim());
    const parameters: Record<string, string> = {};
    for (const part of rest) {
      const at = part.indexOf('=');
      if (at > 0) parameters[part.slice(0, at).trim().toLowerCase()] = part.slice(at + 1).trim();
    }
    const quality = Number(parameters['q'] ?? '1');
    return { type: type.toLowerCase(), parameters, quality: Number.isFinite(quality) ? quality : 0 };
  });
  return clauses.filter(({ quality }) => quality > 0).sort((a, b) => b.quality - a.quality);
}
