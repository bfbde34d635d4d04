/** What `ip -json` prints, read without trusting its shape. */

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A field that is text; empty when it is not there. */
export function text(value: unknown, key: string): string {
  const found = field(value, key);
  return typeof found === 'string' ? found : '';
}

export function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
