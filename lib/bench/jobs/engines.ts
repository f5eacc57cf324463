import { OpenVINOError } from '../../index.js';
import type { Engine, EngineName } from './engine.js';
import { stateFolder } from './state-folder.js';

/** Makes each engine once; `env` is what its commands and jobs get. */
export class Engines {
  readonly #env: Readonly<Record<string, string>>;
  readonly #made = new Map<EngineName, Engine>();

  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  async get(name: EngineName): Promise<Engine> {
    const made = this.#made.get(name) ?? (await make(name, this.#env));
    this.#made.set(name, made);
    return made;
  }

  /**
   * The engine asked for, or the first cluster whose commands are here, or this machine.
   *
   * @throws OpenVINOError `SCHEDULER_NOT_FOUND` where the one asked for is not here.
   */
  async choose(name: EngineName | undefined): Promise<Engine> {
    if (name !== undefined) {
      const engine = await this.get(name);
      if (await engine.isHere()) return engine;
      throw new OpenVINOError(
        'SCHEDULER_NOT_FOUND',
        `${engine.title} is not here: its commands are not on the PATH. Submit from a machine of the cluster, or choose --engine local.`,
      );
    }
    for (const each of ['slurm', 'sge', 'pbs'] as const) {
      const engine = await this.get(each);
      if (await engine.isHere()) return engine;
    }
    return await this.get('local');
  }
}

async function make(name: EngineName, env: Readonly<Record<string, string>>): Promise<Engine> {
  switch (name) {
    case 'slurm':
      return (await import('./slurm/engine.js')).slurm(env);
    case 'sge':
      return (await import('./grid-engine/engine.js')).gridEngine(env);
    case 'local':
      return (await import('./local/engine.js')).localEngine({ stateFolder: stateFolder(env), env });
    case 'pbs':
      return (await import('./pbs/engine.js')).pbs(env);
  }
}
