/** What the engine's answers mean to the kubelet. */
import { messageOf, statusOf } from '@wherry/engine';
import { RuntimeError } from '../runtime.ts';

/** Awaits a call; what it throws becomes a RuntimeError. */
export async function asked<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw error instanceof RuntimeError ? error : new RuntimeError(messageOf(error), { cause: error });
  }
}

/** The same, where some answers say that there is nothing to do. */
export async function askedUnless(call: Promise<unknown>, alright: readonly number[]): Promise<void> {
  try {
    await call;
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || !alright.includes(status)) throw new RuntimeError(messageOf(error), { cause: error });
  }
}

/** The same for questions about what may not be there. */
export async function askedIfThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw new RuntimeError(messageOf(error), { cause: error });
  }
}
