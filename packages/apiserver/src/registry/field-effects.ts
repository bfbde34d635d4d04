/**
 * What a writer is told of fields that are accepted and kept, and upon which no part of the cluster acts, or not as Kubernetes
 * does: silence would be taken for consent.
 */
import { FieldPath } from '@wherry/api';
import { PodSecurityContext, PodSpec, SecurityContext, ServiceSpec } from '@wherry/api/core-v1';
import { IngressClassSpec, ServiceCIDRSpec } from '@wherry/api/networking-v1';
import { RuntimeClass } from '@wherry/api/node-v1';
import { supports, type SupportedFields } from '@wherry/api/resources';
import type { JsonField, Schema } from '@wherry/api/schema';

const NO_SELINUX = 'no node of this cluster has SELinux';
const NO_WINDOWS = 'no node of this cluster runs Windows';

/** Once a part acts upon a field as it should, the field goes from here. */
export const fieldsWithoutEffect: readonly SupportedFields[] = [
  supports(PodSpec, {
    partly: {
      runtimeClassName: 'its overhead and its nodes count, but all pods run on the default runtime of the engine',
    },
  }),
  supports(PodSecurityContext, {
    warned: { seLinuxOptions: NO_SELINUX, seLinuxChangePolicy: NO_SELINUX, windowsOptions: NO_WINDOWS },
  }),
  supports(SecurityContext, { warned: { seLinuxOptions: NO_SELINUX, windowsOptions: NO_WINDOWS } }),
  supports(ServiceSpec, { warned: { loadBalancerIP: 'load balancers of this cluster are at localhost' } }),
  supports(RuntimeClass, { warned: { handler: 'all pods run on the default runtime of the engine' } }),
  supports(IngressClassSpec, { warned: { parameters: 'the ingress of this cluster takes none' } }),
  supports(ServiceCIDRSpec, { warned: { cidrs: 'Services get their addresses from the range of the API server' } }),
];

const notes: ReadonlyMap<Schema, Readonly<Record<string, string>>> = new Map(
  fieldsWithoutEffect.map(({ schema, warned, partly }) => [
    schema,
    { ...partly, ...Object.fromEntries(Object.entries(warned).map(([name, why]) => [name, `has no effect: ${why}`])) },
  ]),
);

/** The texts of the warnings for an object: one a field that is given, at its place. */
export function fieldWarnings(schema: Schema, object: unknown): string[] {
  const found: string[] = [];
  collect(schema, object, (path, note) => found.push(`${path.toString()}: ${note}`));
  return found;
}

/** Those of a changed object that its present form did not have. */
export function newFieldWarnings(schema: Schema, object: unknown, old: unknown): string[] {
  const found = fieldWarnings(schema, object);
  if (found.length === 0) return found;
  const before = new Set(fieldWarnings(schema, old));
  return found.filter((text) => !before.has(text));
}

type Tell = (path: FieldPath, note: string) => void;

function collect(schema: Schema, value: unknown, tell: Tell, path?: FieldPath): void {
  if (value === undefined || value === null || !leadsSomewhere(schema)) return;
  if (schema.type === 'list' && Array.isArray(value)) {
    value.forEach((item, at) => collect(schema.element, item, tell, path?.index(at)));
  }
  if (schema.type !== 'struct') return;
  for (const { name, field } of stepsOf(schema)) {
    // A struct's value is an object with these names.
    const member = (value as Readonly<Record<string, unknown>>)[name];
    const here = path?.child(name) ?? FieldPath.of(name);
    const note = notes.get(schema)?.[name];
    if (note === undefined) collect(field.schema, member, tell, here);
    else if (member !== undefined && member !== '') tell(here, note);
  }
}

/** The fields of a schema that are such, or lead to such. */
const steps = new Map<Schema, readonly JsonField[]>();

function stepsOf(schema: Extract<Schema, { type: 'struct' }>): readonly JsonField[] {
  const known = steps.get(schema);
  if (known !== undefined) return known;
  // For types that contain themselves.
  steps.set(schema, []);
  const own = notes.get(schema);
  const found = [...schema.byName.values()].filter(
    ({ name, field }) => own?.[name] !== undefined || leadsSomewhere(field.schema),
  );
  steps.set(schema, found);
  return found;
}

function leadsSomewhere(schema: Schema): boolean {
  if (schema.type === 'list') return leadsSomewhere(schema.element);
  return schema.type === 'struct' && stepsOf(schema).length > 0;
}
