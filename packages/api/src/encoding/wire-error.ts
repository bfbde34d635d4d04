/** Bytes that are not the protobuf message they should be. The apiserver answers them with 400. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

/** How the value of a field is laid out (protobuf's wire types). */
export const WireType = { VARINT: 0, FIXED64: 1, LENGTH: 2, START_GROUP: 3, END_GROUP: 4, FIXED32: 5 } as const;
