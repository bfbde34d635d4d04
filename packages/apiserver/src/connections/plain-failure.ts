/** A failure that is neither the client's nor this server's own: 500 with its text and no reason, as Kubernetes has it. */
import { asStatusError, StatusError } from '@wherry/api';

/** The Status for a failure on the way to another server; what is one already stays as it is. */
export function plainFailure(error: unknown, prefix = ''): StatusError {
  const known = asStatusError(error);
  if (known !== undefined) return known;
  const message = `${prefix}${error instanceof Error ? error.message : String(error)}`;
  return new StatusError({ code: 500, reason: '', message, cause: error });
}
