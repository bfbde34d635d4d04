/** What a request wants to do, as authorization sees it. */
import { type UserInfo } from './user.ts';

/** One requirement of a selector, in a form that both field and label selectors have. */
export interface SelectorRequirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  readonly values: readonly string[];
}

/** One thing to be decided. Fields that do not apply are empty strings. */
export interface Attributes {
  readonly user: UserInfo;
  /** `get`, `list`, `create` …; for other paths the HTTP method in lower case. */
  readonly verb: string;
  /** False for paths outside the resource API, such as /healthz: then only `path` matters. */
  readonly isResourceRequest: boolean;
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly subresource: string;
  /** Empty at the cluster scope. */
  readonly namespace: string;
  /** Empty for lists and creates. */
  readonly name: string;
  readonly path: string;
  /** Requirements that narrow a list or watch: all must hold. */
  readonly fieldSelector?: readonly SelectorRequirement[];
  readonly labelSelector?: readonly SelectorRequirement[];
}

/** Attributes of a request for a resource; what is not given is empty. */
export function resourceAttributes(
  given: Pick<Attributes, 'user' | 'verb' | 'resource'> & Partial<Attributes>,
): Attributes {
  return {
    isResourceRequest: true,
    group: '',
    version: '*',
    subresource: '',
    namespace: '',
    name: '',
    path: '',
    ...given,
  };
}

/** Attributes of a request for another path. */
export function pathAttributes({ user, verb, path }: Pick<Attributes, 'user' | 'verb' | 'path'>): Attributes {
  return {
    user,
    verb,
    path,
    isResourceRequest: false,
    group: '',
    version: '',
    resource: '',
    subresource: '',
    namespace: '',
    name: '',
  };
}
