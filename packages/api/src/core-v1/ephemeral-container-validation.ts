/** Rules for the containers that are added to look into a running pod. */
import { validateContainer, validateImageBlanks } from './container-validation.ts';
import type { ContainerContext } from './container-validation.ts';
import type { Container, EphemeralContainer } from './container.ts';
import { FieldError } from '../status/field-error.ts';
import type { FieldPath } from '../status/field-path.ts';

const FORBIDDEN = 'cannot be set for an Ephemeral Container';

/** In the order in which Kubernetes declares the fields. */
const FORBIDDEN_FIELDS = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const satisfies readonly (keyof EphemeralContainer)[];

/** `others` are the containers and init containers of the pod. */
export function validateEphemeralContainers(
  containers: readonly EphemeralContainer[],
  path: FieldPath,
  context: ContainerContext & { readonly others: readonly Container[] },
): FieldError[] {
  const others = new Set(context.others.map(({ name }) => name));
  const names = new Set(others);
  return containers.flatMap((container, index) => {
    const at = path.index(index);
    const { name, targetContainerName = '' } = container;
    const errors = [...validateContainer(container, at, context), ...validateImageBlanks(container, at)];
    if (names.has(name)) errors.push(FieldError.duplicate(at.child('name'), name));
    names.add(name);
    if (targetContainerName !== '' && !others.has(targetContainerName)) {
      errors.push(FieldError.notFound(at.child('targetContainerName'), targetContainerName));
    }
    return [...errors, ...validateForbiddenFields(container, at), ...validateNoSubPaths(container, at)];
  });
}

function validateForbiddenFields(container: EphemeralContainer, path: FieldPath): FieldError[] {
  return FORBIDDEN_FIELDS.filter((name) => isGiven(container[name])).map((name) =>
    FieldError.forbidden(path.child(name), FORBIDDEN),
  );
}

// Resources are always there, perhaps without any entry.
function isGiven(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== undefined;
}

// The bind mounts of subpaths stay until the pod ends, and would make the container part of the workload.
function validateNoSubPaths({ volumeMounts = [] }: EphemeralContainer, path: FieldPath): FieldError[] {
  return volumeMounts.flatMap((mount, index) =>
    (['subPath', 'subPathExpr'] as const)
      .filter((name) => (mount[name] ?? '') !== '')
      .map((name) => FieldError.forbidden(path.child('volumeMounts').index(index).child(name), FORBIDDEN)),
  );
}
