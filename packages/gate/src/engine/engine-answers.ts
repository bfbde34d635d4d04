/** What the engine's answers mean to the gate. */

export const NOT_MODIFIED = 304;
export const NOT_FOUND = 404;
export const CONFLICT = 409;

/** The HTTP status of a failed call to the engine, if it answered at all. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** The engine's own words, without what the library puts around them. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null && 'json' in error) {
    const { json } = error;
    if (typeof json === 'object' && json !== null && 'message' in json && typeof json.message === 'string')
      return json.message;
  }
  return error instanceof Error ? error.message : String(error);
}

/** Awaits a call; undefined when the engine answers with one of these. */
export async function unless<T>(call: Promise<T>, answers: readonly number[]): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    const status = statusOf(error);
    if (status !== undefined && answers.includes(status)) return undefined;
    throw error;
  }
}

/** What the engine says of a container whose port somebody else has, in its several forms. */
const TAKEN = /address already in use|port is already allocated|ports are not available/i;

export const isTaken = (message: string): boolean => TAKEN.test(message);
