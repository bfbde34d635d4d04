/** A patch document as a function on objects. */
import { badRequest } from '@wherry/api';
import { applyJsonPatch, readJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import type { Fields, StructSchema } from '@wherry/api/schema';
import { parseBody } from './decode-body.ts';

/** The patch types that are served, by media type. Server-side apply will join them. */
export const PATCH_TYPES: readonly string[] = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

export interface PatchFunction {
  /** Makes the patched object; the argument stays as it is. @throws StatusError or PatchFormatError */
  readonly apply: (object: Record<string, unknown>) => unknown;
  /** Keys that the patch gives twice. */
  readonly faults: readonly string[];
}

export interface PatchOptions {
  readonly type: string;
  readonly schema: StructSchema<Fields>;
}

/** @throws StatusError 400 when the document cannot be a patch */
export function patchFunction(body: Buffer, { type, schema }: PatchOptions): PatchFunction {
  const { value, faults } = parseBody(body, 'application/json');
  if (type === 'application/json-patch+json') {
    const patch = readJsonPatch(value);
    const inPatch = faults.map((fault) => `json patch ${fault}`);
    return { faults: [...inPatch, ...patch.unknown], apply: (object) => applyJsonPatch(object, patch) };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw badRequest('the patch must be a JSON object');
  }
  const patch = value as Record<string, unknown>;
  if (type === 'application/merge-patch+json') return { faults, apply: (object) => applyMergePatch(object, patch) };
  return { faults, apply: (object) => strategicMerge(schema, object, patch) };
}
