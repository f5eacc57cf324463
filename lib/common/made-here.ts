/**
 * The first argument of constructors that only this package may call: `new` by others is refused by what they can not have,
 * whatever else they give.
 */
export const MADE_HERE: unique symbol = Symbol('made here');
