/**
 * The rules for Events. Older clients report what happened with first and last times and a count; newer ones give the
 * time to the microsecond and must then say who reports and what was done.
 */
import type { Event } from './event.ts';
import { invalidFor } from '../meta-v1/field-rules.ts';
import { validateDns1123Subdomain } from '../names/dns-names.ts';
import { validateQualifiedName } from '../names/label-syntax.ts';
import { FieldError } from '../status/field-error.ts';
import { FieldPath } from '../status/field-path.ts';

const OBJECT_NAMESPACE = FieldPath.of('involvedObject', 'namespace');
const MAX_LENGTH = 128;
const MAX_MESSAGE_LENGTH = 1024;

/** Everything wrong with an Event, new or changed. */
export function validateEvent(event: Readonly<Event>): FieldError[] {
  const { namespace = '' } = event.metadata;
  return [
    ...(event.eventTime === null ? validateNamespaces(event) : validateReport(event)),
    ...invalidFor('namespace', namespace, validateDns1123Subdomain(namespace)),
  ];
}

function validateNamespaces({ metadata: { namespace = '' }, involvedObject }: Readonly<Event>): FieldError[] {
  const { namespace: object = '' } = involvedObject;
  const matches = object === '' ? ['', 'default'].includes(namespace) : object === namespace;
  return matches ? [] : [mismatch(object)];
}

function validateReport(event: Readonly<Event>): FieldError[] {
  const { namespace = '' } = event.metadata;
  const { namespace: object = '' } = event.involvedObject;
  const { action = '', reason = '', message = '', reportingComponent, reportingInstance } = event;
  return [
    ...(object === '' && !['default', 'kube-system'].includes(namespace) ? [mismatch(object)] : []),
    ...(reportingComponent === '' ? [FieldError.required('reportingComponent')] : []),
    ...invalidFor('reportingComponent', reportingComponent, validateQualifiedName(reportingComponent)),
    ...validateText('reportingInstance', reportingInstance),
    ...validateText('action', action),
    ...validateText('reason', reason),
    ...validateLength('message', message, MAX_MESSAGE_LENGTH),
  ];
}

function validateText(field: string, text: string): FieldError[] {
  return text === '' ? [FieldError.required(field)] : validateLength(field, text, MAX_LENGTH);
}

function validateLength(field: string, text: string, max: number): FieldError[] {
  return Buffer.byteLength(text) > max ? [FieldError.invalid(field, '', `can have at most ${max} characters`)] : [];
}

function mismatch(namespace: string): FieldError {
  return FieldError.invalid(OBJECT_NAMESPACE, namespace, 'does not match event.namespace');
}
