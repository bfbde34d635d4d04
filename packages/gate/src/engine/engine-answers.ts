/** What the engine's answers mean to the gate. */
import { statusOf } from '@wherry/engine';

export const NOT_MODIFIED = 304;
export const NOT_FOUND = 404;
export const CONFLICT = 409;

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
