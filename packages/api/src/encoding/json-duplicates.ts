/** Finds the keys that an object has twice, with their paths. It runs only for text that is known to have some. */

// As many as Kubernetes reports; a hostile text could have a million.
const MAX_REPORTED = 100;

/**
 * The paths of all members that come again in their object, such as `spec.containers[0].name`, each once.
 * @param text valid JSON that does not nest too deep for recursion
 */
export function findDuplicateMembers(text: string): string[] {
  const finder = new Finder(text);
  finder.value('');
  return [...finder.paths];
}

class Finder {
  readonly paths = new Set<string>();
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(path: string): void {
    switch (this.#next()) {
      case '{':
        this.#object(path);
        return;
      case '[':
        this.#array(path);
        return;
      case '"':
        this.#string();
        return;
      default:
        // A number or a word: nothing in it can be taken for what follows a value.
        while (this.#position < this.#text.length && !/[,\]}\s]/.test(this.#text.charAt(this.#position))) {
          this.#position++;
        }
    }
  }

  #object(path: string): void {
    const keys = new Set<string>();
    this.#position++;
    while (this.#next() !== '}') {
      if (this.#next() === ',') {
        this.#position++;
      }
      this.#next();
      const key = this.#string();
      const memberPath = path === '' ? key : `${path}.${key}`;
      if (keys.has(key) && this.paths.size < MAX_REPORTED) {
        this.paths.add(memberPath);
      }
      keys.add(key);
      this.#next();
      this.#position++;
      this.value(memberPath);
    }
    this.#position++;
  }

  #array(path: string): void {
    this.#position++;
    for (let index = 0; this.#next() !== ']'; index++) {
      if (this.#next() === ',') {
        this.#position++;
      }
      this.value(`${path}[${index}]`);
    }
    this.#position++;
  }

  #string(): string {
    const start = this.#position;
    this.#position++;
    while (this.#text.charAt(this.#position) !== '"') {
      this.#position += this.#text.charAt(this.#position) === '\\' ? 2 : 1;
    }
    this.#position++;
    return String(JSON.parse(this.#text.slice(start, this.#position)));
  }

  /** The next character that is not blank; it becomes the current one. */
  #next(): string {
    while (/\s/.test(this.#text.charAt(this.#position))) {
      this.#position++;
    }
    return this.#text.charAt(this.#position);
  }
}
