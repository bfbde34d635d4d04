/** Looks into a protobuf message whose layout only its .proto file tells. */
import { WireReader, WireType } from '@wherry/api/encoding';

/** The values under a path of field numbers: texts, numbers for flags, and bytes for what the path stops short of. */
export function fieldsAt(message: Uint8Array, path: readonly number[]): Uint8Array[] {
  const [tag, ...rest] = path;
  if (tag === undefined) return [message];
  return members(message, tag).flatMap((member) => fieldsAt(member, rest));
}

/** As {@link fieldsAt}, as texts. */
export function textsAt(message: Uint8Array, path: readonly number[]): string[] {
  return fieldsAt(message, path).map((value) => Buffer.from(value).toString());
}

function members(message: Uint8Array, tag: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  const reader = new WireReader(message);
  while (reader.next()) {
    if (reader.field !== tag) reader.skip();
    else if (reader.wireType === WireType.LENGTH) found.push(reader.bytes());
    else found.push(Uint8Array.of(Number(reader.bool())));
  }
  return found;
}
