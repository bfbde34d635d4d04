/**
 * Who a certificate is about, as Kubernetes reads it: the common name is the user, the organisations are the groups.
 * Converts to and from the ASN.1 Name (RFC 5280 section 4.1.2.4).
 */
import { DerError, type DerElement, expectTag, readElement, readElements, readOid } from './der-reader.ts';
import { oid, sequence, set, TAG, utf8String } from './der-writer.ts';

/** The parts of a distinguished name that mean something to Kubernetes. */
export interface DistinguishedName {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

const ORGANIZATION = '2.5.4.10';
const COMMON_NAME = '2.5.4.3';

/** The name in DER: organisations first, as most tools write them. */
export function encodeName({ commonName, organizations }: DistinguishedName): Buffer {
  const attribute = (type: string, value: string) => set(sequence(oid(type), utf8String(value)));
  return sequence(
    ...organizations.map((organization) => attribute(ORGANIZATION, organization)),
    attribute(COMMON_NAME, commonName),
  );
}

/**
 * Reads a name. Of several common names the last counts, as in Go.
 *
 * @throws DerError when the bytes are not a name, or use a string type we do not read.
 */
export function decodeName(raw: Buffer): DistinguishedName {
  const commonName = attributesOf(raw, COMMON_NAME).at(-1) ?? '';
  return { commonName, organizations: attributesOf(raw, ORGANIZATION) };
}

/**
 * All values of one attribute of a name, in order.
 *
 * @param wanted the attribute's object identifier.
 * @throws DerError as `decodeName` does.
 */
export function attributesOf(raw: Buffer, wanted: string): string[] {
  const values: string[] = [];
  for (const part of readElements(expectTag(readElement(raw), TAG.sequence))) {
    for (const attribute of readElements(expectTag(part, TAG.set))) {
      const [type, value] = readElements(expectTag(attribute, TAG.sequence));
      if (readOid(expectTag(type, TAG.oid)) === wanted) values.push(readText(value));
    }
  }
  return values;
}

function readText(value: DerElement | undefined): string {
  if (value === undefined) throw new DerError('A name holds no value');
  switch (value.tag) {
    case TAG.utf8String:
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value.content);
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.teletexString:
      return value.content.toString('latin1');
    case TAG.bmpString:
      return Buffer.from(value.content).swap16().toString('utf16le');
    default:
      throw new DerError('A name holds something that is not text');
  }
}
