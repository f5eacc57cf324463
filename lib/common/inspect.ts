import type { InspectOptions } from 'node:util';

/**
 * Says what `console.log` shows of a class's objects: without it, nothing, for all of their state is private.
 *
 * @param factsOf What is worth showing; where it throws (the object is closed) the name is shown alone.
 */
export function showAs<T extends object>(
  theClass: { readonly name: string; readonly prototype: T },
  factsOf: (object: T) => object | string,
): void {
  const { name } = theClass;
  Object.defineProperty(theClass.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    value(
      this: T,
      depth: number,
      options: InspectOptions,
      inspect: (value: unknown, options: InspectOptions) => string,
    ) {
      if (depth < 0) return `[${name}]`;
      try {
        const facts = factsOf(this);
        return `${name} ${typeof facts === 'string' ? facts : inspect(facts, options)}`;
      } catch {
        return `${name} (closed)`;
      }
    },
  });
}

/** Stands in for what can't be read, with the reason: `(DETACHED_BUFFER)`. */
export class Unreadable {
  readonly code: string;

  constructor(code: string) {
    this.code = code;
  }
}

Object.defineProperty(Unreadable.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value(this: Unreadable) {
    return `(${this.code})`;
  },
});
