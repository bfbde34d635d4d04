/** Rules for probes and lifecycle hooks. */
import type { HTTPGetAction, Lifecycle, LifecycleHandler, Probe, ProbeHandler } from './probe.ts';
import { invalidFor, validateChoice, validateNonNegative } from '../meta-v1/field-rules.ts';
import { validateHttpHeaderName, validatePortName, validatePortNumber } from '../names/identifiers.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

/** What the check of one kind of handler needs to know. */
interface HandlerContext {
  readonly path: FieldPath;
  /** terminationGracePeriodSeconds of the pod, if it is known. */
  readonly gracePeriod: number | undefined;
}

export function validateLivenessProbe(probe: Readonly<Probe> | undefined, path: FieldPath): FieldError[] {
  return probe === undefined ? [] : [...validateProbe(probe, path), ...validateSingleSuccess(probe, path)];
}

export function validateStartupProbe(probe: Readonly<Probe> | undefined, path: FieldPath): FieldError[] {
  return validateLivenessProbe(probe, path);
}

export function validateReadinessProbe(probe: Readonly<Probe> | undefined, path: FieldPath): FieldError[] {
  if (probe === undefined) return [];
  const errors = validateProbe(probe, path);
  const gracePeriod = probe.terminationGracePeriodSeconds;
  if (gracePeriod !== undefined) {
    const field = path.child('terminationGracePeriodSeconds');
    errors.push(FieldError.invalid(field, gracePeriod, 'must not be set for readinessProbes'));
  }
  return errors;
}

export function validateLifecycle(
  lifecycle: Readonly<Lifecycle> | undefined,
  path: FieldPath,
  gracePeriod: number | undefined,
): FieldError[] {
  return (['postStart', 'preStop'] as const).flatMap((hook) => {
    const handler = lifecycle?.[hook];
    return handler === undefined ? [] : validateHandler(handler, { path: path.child(hook), gracePeriod });
  });
}

function validateSingleSuccess({ successThreshold = 0 }: Probe, path: FieldPath): FieldError[] {
  const field = path.child('successThreshold');
  return successThreshold === 1 ? [] : [FieldError.invalid(field, successThreshold, 'must be 1')];
}

const PROBE_COUNTS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const;

function validateProbe(probe: Probe, path: FieldPath): FieldError[] {
  const { exec, httpGet, tcpSocket, grpc, terminationGracePeriodSeconds: gracePeriod } = probe;
  const handler: ProbeHandler = {
    ...(exec && { exec }),
    ...(httpGet && { httpGet }),
    ...(tcpSocket && { tcpSocket }),
    ...(grpc && { grpc }),
  };
  const errors = validateHandler(handler, { path, gracePeriod: undefined });
  for (const name of PROBE_COUNTS) errors.push(...validateNonNegative(path.child(name), probe[name] ?? 0));
  if (gracePeriod !== undefined && gracePeriod <= 0) {
    const field = path.child('terminationGracePeriodSeconds');
    errors.push(FieldError.invalid(field, gracePeriod, 'must be greater than 0'));
  }
  return errors;
}

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const;

// Only the first handler that is given is looked at; further ones are refused as such.
function validateHandler(handler: ProbeHandler & LifecycleHandler, context: HandlerContext): FieldError[] {
  const [first, ...others] = HANDLERS.filter((name) => handler[name] !== undefined);
  if (first === undefined) return [FieldError.required(context.path, 'must specify a handler type')];
  return [
    ...validateAction(handler, first, { ...context, path: context.path.child(first) }),
    ...others.map((name) => FieldError.forbidden(context.path.child(name), 'may not specify more than 1 handler type')),
  ];
}

function validateAction(
  { exec, httpGet, tcpSocket, grpc, sleep }: ProbeHandler & LifecycleHandler,
  name: (typeof HANDLERS)[number],
  { path, gracePeriod }: HandlerContext,
): FieldError[] {
  if (name === 'exec') return (exec?.command ?? []).length === 0 ? [FieldError.required(path.child('command'))] : [];
  if (name === 'httpGet') return httpGet ? validateHttpGet(httpGet, path) : [];
  if (name === 'tcpSocket') return tcpSocket ? validatePortNumberOrName(tcpSocket.port, path.child('port')) : [];
  if (name === 'grpc') return grpc ? validatePortNumberOrName(grpc.port, path.child('port')) : [];
  const seconds = sleep?.seconds ?? 0;
  if (gracePeriod === undefined || (seconds >= 0 && seconds <= gracePeriod)) return [];
  const detail = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`;
  return [FieldError.invalid(path, seconds, detail)];
}

function validateHttpGet(action: HTTPGetAction, path: FieldPath): FieldError[] {
  const errors = (action.path ?? '') === '' ? [FieldError.required(path.child('path'))] : [];
  errors.push(...validatePortNumberOrName(action.port, path.child('port')));
  errors.push(...validateChoice(path.child('scheme'), action.scheme ?? '', ['HTTP', 'HTTPS']));
  for (const { name } of action.httpHeaders ?? []) {
    errors.push(...invalidFor(path.child('httpHeaders'), name, validateHttpHeaderName(name)));
  }
  return errors;
}

/** A port, by number or by the name that a container gives it. */
export function validatePortNumberOrName(port: number | string, field: FieldPath): FieldError[] {
  return invalidFor(field, port, typeof port === 'number' ? validatePortNumber(port) : validatePortName(port));
}
