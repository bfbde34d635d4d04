// Requests that differ from one another only in a number: which object they are about, and the how-manieth they are.
// A template can be sent to another process, as a function cannot, and costs little to fill in.

import { formatRequest } from './https-load.ts';

export interface RequestTemplate {
  readonly method: string;
  /** In it and in `body`, `{n}` stands for the object's number and `{i}` for the running number of the request. */
  readonly path: string;
  /** @default none */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default none */
  readonly body?: string;
  /** Which objects: so many, chosen at random, or (undefined) one after the other from 0 on. @default one by one */
  readonly randomBelow?: number;
}

/** All numbers are this wide, so that every request is of one length. */
const width = 7;

/** A number as it stands in requests: `objectName(7)` is what `{n}` becomes for object 7. */
export function numberText(value: number): string {
  return String(value).padStart(width, '0');
}

/** Makes the function that gives the bytes of the next request. */
export function requestSource(template: RequestTemplate, random: () => number = Math.random): () => string {
  const { method, path, headers, body, randomBelow } = template;
  const filled = (text: string): string => text.replaceAll(/\{[ni]\}/g, (place) => `${place}${'.'.repeat(width - 3)}`);
  const text = formatRequest({
    method,
    path: filled(path),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined ? {} : { body: filled(body) }),
  });
  const pieces = text.split(/(\{[ni]\}\.{4})/);
  let index = 0;
  return () => {
    const running = numberText(index);
    const object = randomBelow === undefined ? running : numberText(Math.floor(random() * randomBelow));
    index += 1;
    let request = '';
    for (const piece of pieces) {
      if (piece.startsWith('{n}')) request += object;
      else if (piece.startsWith('{i}')) request += running;
      else request += piece;
    }
    return request;
  };
}
