/** A handler answers a question or leaves it to the next one; the order is the list in `answer-chain.ts`. */
import type { Answer, Question } from '../message.ts';

/** Undefined: not mine. */
export type Handler = (question: Question, signal: AbortSignal) => Promise<Answer | undefined> | Answer | undefined;
