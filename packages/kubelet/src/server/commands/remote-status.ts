/** How a conversation ended, as its client is told on the error channel. Pure. */
import { describeError } from '@wherry/component';

/** A `Status` of meta/v1, as far as it is used here. */
export interface RemoteStatus {
  readonly metadata: object;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: { readonly causes: readonly { readonly reason?: string; readonly message: string }[] };
  readonly code?: number;
}

export const SUCCESS: RemoteStatus = { metadata: {}, status: 'Success' };

/** A command that was run to its end. */
export function exitStatus(exitCode: number, command: readonly string[]): RemoteStatus {
  if (exitCode === 0) return SUCCESS;
  const why = `error executing command [${command.join(' ')}], exit code ${exitCode}`;
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: ${why}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(exitCode) }] },
  };
}

/** A conversation that could not be held. */
export function failureStatus(error: unknown, doing: string): RemoteStatus {
  const message = `${doing}: ${describeError(error)}`;
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
    code: 500,
  };
}

/** Since version 4 of the protocol the error channel carries JSON, before only what went wrong, as text. */
export function statusBytes(status: RemoteStatus, { isJson }: { readonly isJson: boolean }): Buffer | undefined {
  if (isJson) return Buffer.from(JSON.stringify(status));
  return status.status === 'Success' ? undefined : Buffer.from(status.message ?? '');
}
