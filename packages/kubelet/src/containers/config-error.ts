/** A container that cannot be made because of what its pod says; the reason goes into its status. */
export type StartReason =
  | 'CreateContainerConfigError'
  | 'CreateContainerError'
  | 'RunContainerError'
  | 'ErrImagePull'
  | 'ImagePullBackOff'
  | 'ErrImageNeverPull'
  | 'InvalidImageName'
  | 'ImageInspectError'
  | 'CrashLoopBackOff'
  | 'PostStartHookError';

export class StartError extends Error {
  override readonly name = 'StartError';
  readonly reason: StartReason;

  constructor(reason: StartReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

export function configError(message: string): StartError {
  return new StartError('CreateContainerConfigError', message);
}
