/**
 * Groups of the Kubernetes community: a definition in one of them has to say where it was approved, or that it was not.
 * (https://github.com/kubernetes/enhancements/pull/1111)
 */
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';
import type { CustomResourceDefinition } from './custom-resource-definition.ts';

const ANNOTATION = 'api-approved.kubernetes.io';

const SEE = 'see https://github.com/kubernetes/enhancements/pull/1111';

/** Everything wrong with the approval; nothing if none is needed. */
export function validateApproval({ metadata, spec }: Readonly<CustomResourceDefinition>): FieldError[] {
  if (!/(?:^|\.)(?:k8s|kubernetes)\.io$/.test(spec.group)) return [];
  const approval = metadata?.annotations?.[ANNOTATION] ?? '';
  const at = FieldPath.of('metadata', 'annotations').key(ANNOTATION);
  const needed = `protected groups must have approval annotation "${ANNOTATION}"`;
  if (approval === '') return [FieldError.required(at, `${needed}, ${SEE}`)];
  if (approval.startsWith('unapproved') || isUrl(approval)) return [];
  const detail = `${needed} with either a URL or a reason starting with "unapproved", ${SEE}`;
  return [FieldError.invalid(at, approval, detail)];
}

function isUrl(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#]/i.test(text) && URL.canParse(text);
}
