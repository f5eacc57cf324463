import { describe } from '../common/describe.js';
import { OpenVINOError } from '../errors.js';
import type { NativePort } from '../native.js';
import { makePort, Output, portOrigin } from './output.js';
import { describePorts, type PortInfo } from './port-info.js';

/** The half of a native model or compiled model that ports are asked of. */
interface PortSource {
  inputs(): NativePort[];
  outputs(): NativePort[];
  inputByName(name: string): NativePort;
  outputByName(name: string): NativePort;
}

/**
 * How users name a port: index, name, or the port itself.
 *
 * @category Models
 * @example
 * ```ts
 * const keys: PortKey[] = [0, 'image', compiledModel.input()];
 * for (const key of keys) assert.equal(compiledModel.input(key).anyName, 'image');
 * ```
 */
export type PortKey = number | string | Output;

/** The inputs and the outputs of a model or compiled model, each list made when it is first asked for. */
export class PortLists {
  readonly #source: PortSource;
  readonly #owner: object;
  #inputs: Ports | undefined;
  #outputs: Ports | undefined;

  /** @param owner Whose the ports are that count by their index; others do by their name. */
  constructor(source: PortSource, owner: object) {
    this.#source = source;
    this.#owner = owner;
  }

  get inputs(): Ports {
    this.#inputs ??= new Ports(this.#source, this.#owner, 'input');
    return this.#inputs;
  }

  get outputs(): Ports {
    this.#outputs ??= new Ports(this.#source, this.#owner, 'output');
    return this.#outputs;
  }
}

/**
 * The inputs or the outputs of a model or compiled model: one list of {@link Output} and what finds one in it.
 */
export class Ports {
  readonly all: readonly Output[];
  readonly #source: PortSource;
  readonly #owner: object;
  readonly #direction: 'input' | 'output';
  /** Indexes by name, those that the ports show and those that were asked for. */
  readonly #indexes = new Map<string, number>();
  #infos: readonly PortInfo[] | undefined;

  constructor(source: PortSource, owner: object, direction: 'input' | 'output') {
    this.#source = source;
    this.#owner = owner;
    this.#direction = direction;
    const natives = direction === 'input' ? source.inputs() : source.outputs();
    this.all = natives.map((native, index) => makePort(native, { owner, direction, index }));
    for (const [index, { anyName }] of this.all.entries()) {
      if (!this.#indexes.has(anyName)) this.#indexes.set(anyName, index);
    }
  }

  /** What infer requests need to know of the ports, gathered once. */
  get infos(): readonly PortInfo[] {
    this.#infos ??= describePorts(this.all, this.#direction);
    return this.#infos;
  }

  /**
   * The port of a key; without one, the only port.
   *
   * @throws OpenVINOError `PORT_NOT_FOUND`, naming those that are there.
   */
  get(key?: PortKey): Output {
    return this.all[this.indexOf(key)] as Output;
  }

  /** Index of the port that a key names. */
  indexOf(key?: PortKey): number {
    if (key === undefined) return this.#only();
    if (typeof key === 'string') return this.#byName(key);
    if (key instanceof Output) return this.#byPort(key);
    if (Number.isInteger(key) && key >= 0 && key < this.all.length) return key;
    throw this.#notFound(describe(key));
  }

  #only(): number {
    if (this.all.length === 1) return 0;
    throw new OpenVINOError(
      'PORT_NOT_FOUND',
      `The model has ${this.all.length} ${this.#direction}s (${this.#names()}); say which one, by index or name.`,
    );
  }

  #byName(name: string): number {
    const index = this.tryName(name);
    if (index === -1) throw this.#notFound(describe(name));
    return index;
  }

  /** Index of the port of that name, −1 where there is none. A port may have more names than the one it shows. */
  tryName(name: string): number {
    const known = this.#indexes.get(name);
    if (known !== undefined || name.includes('\0')) return known ?? -1;
    const shown = this.#shownName(name);
    const index = shown === undefined ? undefined : this.#indexes.get(shown);
    if (index !== undefined) this.#indexes.set(name, index);
    return index ?? -1;
  }

  /** The name that the port of another name shows. */
  #shownName(name: string): string | undefined {
    try {
      const native = this.#direction === 'input' ? this.#source.inputByName(name) : this.#source.outputByName(name);
      return native.anyName();
    } catch (error) {
      if (error instanceof OpenVINOError && error.code === 'CLOSED') throw error;
      return undefined;
    }
  }

  #byPort(port: Output): number {
    const { owner, direction, index } = portOrigin(port);
    if (direction !== this.#direction) throw this.#notFound(`the ${direction} ${port.anyName}`);
    // a port of the model that was compiled names the same tensor as the compiled model's
    return owner === this.#owner ? index : this.#byName(port.anyName);
  }

  #names(): string {
    return this.all.map((port) => port.anyName).join(', ') || 'none';
  }

  #notFound(asked: string): OpenVINOError {
    return new OpenVINOError(
      'PORT_NOT_FOUND',
      `There is no ${this.#direction} ${asked}; the ${this.#direction}s are ${this.#names()}.`,
    );
  }
}
