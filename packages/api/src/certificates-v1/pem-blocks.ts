/** The blocks of a PEM text (RFC 7468). Text around them is passed over, as everywhere. */

export interface PemBlock {
  /** `CERTIFICATE`, `CERTIFICATE REQUEST`, … */
  readonly type: string;
  /** RFC 1421 headers stand before the data. */
  readonly hasHeaders: boolean;
  /** The data in base64, with its line breaks. */
  readonly base64: string;
}

const BLOCK = /-----BEGIN ([^\n]*?)-----[ \t\r]*\n((?:[^\n:]+:[^\n]*\n)*)([A-Za-z0-9+/=\s]*?)-----END \1-----/g;

/** All blocks in their order. */
export function pemBlocks(text: string): PemBlock[] {
  return [...text.matchAll(BLOCK)].map(([, type = '', headers = '', base64 = '']) => ({
    type,
    hasHeaders: headers !== '',
    base64,
  }));
}
