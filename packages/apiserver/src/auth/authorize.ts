/**
 * Deciding whether a request may proceed: authorizers are asked in order, and the first that has an opinion decides.
 * Deciding is synchronous: it happens on every request, and everything it needs is in memory.
 */
import { type Attributes } from './attributes.ts';
import { MASTERS_GROUP } from './user.ts';

/** An answer. `reason` is shown to the user when access is refused. */
export interface Verdict {
  readonly decision: 'allow' | 'deny' | 'no-opinion';
  readonly reason: string;
  /** What went wrong while deciding, without making the decision wrong. */
  readonly error?: string;
}

export interface Authorizer {
  authorize(attributes: Attributes): Verdict;
}

export const ALLOWED: Verdict = { decision: 'allow', reason: '' };
export const NO_OPINION: Verdict = { decision: 'no-opinion', reason: '' };

/** Asks the authorizers in order. When none has an opinion, the reasons of all are given, one a line. */
export function union(...authorizers: readonly Authorizer[]): Authorizer {
  return {
    authorize(attributes) {
      const reasons: string[] = [];
      const errors: string[] = [];
      for (const authorizer of authorizers) {
        const verdict = authorizer.authorize(attributes);
        if (verdict.decision !== 'no-opinion') return verdict;
        if (verdict.reason !== '') reasons.push(verdict.reason);
        if (verdict.error !== undefined) errors.push(verdict.error);
      }
      const reason = reasons.join('\n');
      const error = formatAggregate(errors);
      return error === '' ? { decision: 'no-opinion', reason } : { decision: 'no-opinion', reason, error };
    },
  };
}

/** Several messages as one: alone it stands bare, several in brackets, repeats dropped. */
export function formatAggregate(messages: readonly string[]): string {
  const distinct = [...new Set(messages)];
  return distinct.length > 1 ? `[${distinct.join(', ')}]` : distinct.join('');
}

/** Allows everything to members of `system:masters`, so that no policy can lock the cluster's owner out. */
export const privilegedGroups: Authorizer = {
  authorize: ({ user }) => (user.groups.includes(MASTERS_GROUP) ? ALLOWED : NO_OPINION),
};

/**
 * Allows paths to everybody, whatever the verb.
 *
 * @param paths full paths, or prefixes that end in `*`.
 */
export function alwaysAllowPaths(paths: readonly string[]): Authorizer {
  const full = new Set(paths.filter((path) => !path.endsWith('*')));
  const prefixes = paths.filter((path) => path.endsWith('*')).map((path) => path.slice(0, -1));
  return {
    authorize({ isResourceRequest, path }) {
      if (isResourceRequest) return NO_OPINION;
      return full.has(path) || prefixes.some((prefix) => path.startsWith(prefix)) ? ALLOWED : NO_OPINION;
    },
  };
}
