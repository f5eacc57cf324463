import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a fake command answers. */
export interface FakeAnswer {
  /** Of a call whose arguments, with spaces between them, fit this pattern of a shell; of each call otherwise. */
  readonly when?: string;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly code?: number;
}

export interface FakeCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Commands of a batch system that is not here: programs in a folder, which write down how they were called, byte for byte. */
export class FakeCommands {
  readonly folder: string;
  readonly #calls: string;
  readonly #answers: string;
  #answered = 0;

  /** @param folder a new one of its own */
  constructor(folder: string) {
    this.folder = join(folder, 'bin');
    this.#calls = join(folder, 'calls');
    this.#answers = join(folder, 'answers');
    for (const name of [this.folder, this.#calls, this.#answers]) mkdirSync(name, { recursive: true });
  }

  /** Puts a command there, or another one in its place. The first answer that fits is given; none that fits ends with 99. */
  put(name: string, ...answers: readonly FakeAnswer[]): void {
    const branches = answers.map(({ when = '*', stdout = '', stderr = '', code = 0 }) => {
      const file = join(this.#answers, String(++this.#answered));
      writeFileSync(`${file}.out`, stdout);
      writeFileSync(`${file}.err`, stderr);
      return `${when}) cat '${file}.out'; cat '${file}.err' >&2; exit ${String(code)};;`;
    });
    const record = [
      `n=$(ls '${this.#calls}' | wc -l); call='${this.#calls}'/$(printf %04d $n)-${name}; mkdir "$call"`,
      'pwd > "$call/cwd"; env -0 > "$call/env"; for a; do printf "%s\\0" "$a"; done > "$call/args"',
    ];
    const text = ['#!/bin/sh', ...record, 'case "$*" in', ...branches, 'esac', 'exit 99', ''].join('\n');
    writeFileSync(join(this.folder, name), text, { mode: 0o755 });
  }

  /** The calls since the last time this was asked. */
  calls(): FakeCall[] {
    const folders = readdirSync(this.#calls).sort();
    const all = folders.map((folder) => {
      const read = (file: string): string => readFileSync(join(this.#calls, folder, file), 'utf8');
      const env = read('env')
        .split('\0')
        .filter((entry) => entry !== '');
      return {
        name: folder.slice(folder.indexOf('-') + 1),
        args: read('args').split('\0').slice(0, -1),
        cwd: read('cwd').replace(/\n$/, ''),
        env: Object.fromEntries(env.map((entry) => [entry.split('=')[0] ?? '', entry.replace(/^[^=]*=/, '')])),
      };
    });
    const fresh = all.slice(this.#seen);
    this.#seen = all.length;
    return fresh;
  }

  #seen = 0;
}
