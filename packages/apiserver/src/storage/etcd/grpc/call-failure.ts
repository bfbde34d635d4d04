interface FailureOptions {
  readonly code?: number | undefined;
  readonly sent: boolean;
  readonly cause?: unknown;
}

/** A call has failed. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  /** The gRPC status; undefined when there was no answer. */
  readonly code: number | undefined;
  /** Whether the server may have acted on the call. */
  readonly sent: boolean;

  constructor(message: string, { code, sent, cause }: FailureOptions) {
    super(message, { cause });
    this.code = code;
    this.sent = sent;
  }
}
