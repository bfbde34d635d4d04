/** One thing that can be done on one path, before it is written in a dialect of OpenAPI. */
import type { GroupVersionKind } from '@wherry/api/meta-v1';
import type { Definition } from './definition.ts';
import type { Parameter } from './parameter.ts';

export type Method = 'get' | 'put' | 'post' | 'delete' | 'options' | 'head' | 'patch';

export interface Operation {
  /** With its parameters in braces. */
  readonly path: string;
  readonly method: Method;
  readonly id: string;
  readonly description: string;
  readonly tag: string;
  readonly query: readonly Parameter[];
  readonly body?: OperationBody;
  /** By HTTP status. */
  readonly answers: readonly Answer[];
  /** The media types of answers. */
  readonly produces: readonly string[];
  /** What it does to which kind; undefined where it is not about objects. */
  readonly subject?: { readonly action: string; readonly kind: GroupVersionKind };
}

export interface OperationBody {
  readonly type: Definition;
  readonly consumes: readonly string[];
  readonly required: boolean;
}

export interface Answer {
  readonly status: number;
  /** `text` for what is no JSON. */
  readonly type: Definition | 'text';
}

export const OBJECT_TYPES = ['application/json', 'application/yaml', 'application/vnd.kubernetes.protobuf'] as const;
