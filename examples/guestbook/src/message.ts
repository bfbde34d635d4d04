/** An entry of the guestbook. */
import { BadRequest } from './serve.ts';

export interface Message {
  readonly name: string;
  readonly text: string;
  /** ISO 8601 */
  readonly at: string;
}

/**
 * Reads what a visitor has sent.
 * @throws {BadRequest} which says what is wrong with it
 */
export function readMessage(body: string, now: Date): Message {
  const sent = parse(body);
  const field = (key: 'name' | 'text', most: number): string => {
    const value = sent[key];
    if (typeof value !== 'string' || value.trim() === '') throw new BadRequest(`Please give a ${key}`);
    if (value.length > most) throw new BadRequest(`A ${key} may have at most ${most} characters`);
    return value.trim();
  };
  return { name: field('name', 60), text: field('text', 1_000), at: now.toISOString() };
}

function parse(body: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new BadRequest('A message is sent as JSON');
  }
  if (typeof value !== 'object' || value === null) throw new BadRequest('A message is a JSON object');
  return { ...value };
}
