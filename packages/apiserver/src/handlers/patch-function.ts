/** A patch document as a function on objects. */
import { badRequest } from '@wherry/api';
import { JsonError } from '@wherry/api/encoding';
import type { Fields, StructSchema } from '@wherry/api/schema';
import { applyJsonPatch, readJsonPatch } from '../patch/json-patch.ts';
import { applyMergePatch } from '../patch/merge-patch.ts';
import { strategicMerge } from '../patch/strategic-merge.ts';
import { conversionMessage } from './conversion-message.ts';
import { parseBody } from './decode-body.ts';
import { goValue } from './go-value.ts';

/** The patch types that are served, by media type. Server-side apply will join them. */
export const PATCH_TYPES: readonly string[] = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
];

export interface PatchFunction {
  /** Makes the patched object; the argument stays as it is. @throws StatusError or PatchFormatError */
  readonly apply: (object: Record<string, unknown>) => object;
  /** Keys that the patch gives twice. */
  readonly faults: readonly string[];
  /** Whether the kind stays what it is, whatever the patch says. */
  readonly keepsType: boolean;
  /** How errors show what came of the patch. */
  readonly shown: (patched: unknown) => string;
  /** What is said of a patched document that cannot be read. */
  readonly explain: (error: Error) => string;
}

export interface PatchOptions {
  readonly type: string;
  readonly schema: StructSchema<Fields>;
}

/** @throws StatusError 400 when the document cannot be a patch */
export function patchFunction(body: Buffer, { type, schema }: PatchOptions): PatchFunction {
  const { value, faults } = parsePatch(body, type);
  switch (type) {
    case 'application/json-patch+json': {
      const patch = readJsonPatch(value);
      const inPatch = faults.map((fault) => `json patch ${fault}`);
      return {
        faults: [...inPatch, ...patch.unknown],
        apply: (object) => asObject(applyJsonPatch(object, patch)),
        keepsType: false,
        shown: JSON.stringify,
        explain: messageOf,
      };
    }
    case 'application/merge-patch+json':
      return {
        faults,
        apply: (object) => applyMergePatch(object, value),
        keepsType: false,
        shown: JSON.stringify,
        explain: messageOf,
      };
    default: {
      // To Go, null is an empty map.
      const patch = asPatchMap(value ?? {});
      return {
        faults,
        apply: (object) => strategicMerge(schema, object, patch),
        keepsType: true,
        shown: () => goValue(patch),
        explain: conversionMessage,
      };
    }
  }
}

const messageOf = ({ message }: Error): string => message;

function parsePatch(body: Buffer, type: string): ReturnType<typeof parseBody> {
  try {
    return parseBody(body, 'application/json');
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const isStrategic = type === 'application/strategic-merge-patch+json';
    throw badRequest(isStrategic ? error.message : `error decoding patch: ${error.message}`);
  }
}

/** A JSON patch may put anything in the place of the document; what is no object is refused when it is read. */
function asObject(document: unknown): object {
  return typeof document === 'object' && document !== null ? document : {};
}

function asPatchMap(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const kind = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value;
    throw badRequest(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`);
  }
  return value as Record<string, unknown>;
}
