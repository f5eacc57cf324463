import { describe, it } from 'vitest';
import type { NodeAddon, OpenVINOErrorCode } from '../../lib/index.js';
import * as named from '../../lib/index.js';
import { expectError } from '../helpers/expect-error.js';

/** What a program that was written for openvino-node can import: its one object, or names. */
const WAYS: readonly (readonly [string, NodeAddon])[] = [
  ['import { addon as ov }', named.addon],
  ['named imports', { ...named.addon, ...named }],
];

/** Declares a suite for each way to import: what `ov` has in it is what openvino-node's `addon` has. */
export function describeWays(name: string, suite: (ov: NodeAddon) => void): void {
  describe.each(WAYS)(`${name}, by %s`, (_, ov) => suite(ov));
}

/** A call that openvino-node refuses: `[what, code, call]`. The calls are such as TypeScript would not compile. */
export type Refusal = readonly [what: string, code: OpenVINOErrorCode, call: () => unknown];

/** A test for each call that throws at once. */
export function itRefuses(refusals: readonly Refusal[]): void {
  it.each(refusals)('refuses %s', (_, code, call) => {
    expectError(code, call);
  });
}

/** A value in a place that TypeScript would not let it into. */
export function as<T>(value: unknown): T {
  return value as T;
}

/** Calls a method with whatever arguments. */
export function call(object: object, method: string, ...args: unknown[]): unknown {
  return Reflect.apply(Reflect.get(object, method) as () => unknown, object, args);
}
