import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { testFolder } from '../helpers/folder.js';
import { testRuntimes } from '../helpers/runtimes.js';
import { differenceOf, isOf, judge } from './compare.js';
import { DIFFERENCES, UNVERIFIED } from './differences.js';
import { writeContractModels } from './models.js';
import { caseNames, compileProgram, compilerProblem, mockOfRelease, type Observations, observe } from './program.js';

/** Releases whose behaviour was measured for the mock; it guesses for those between them. */
const RELEASES = ['2024.6', '2025.4', '2026.4'];
const EXTENSION = process.platform === 'darwin' ? 'dylib' : 'so';
const MOCK = fileURLToPath(new URL(`../../build/Release/libopenvino_c_mock.${EXTENSION}`, import.meta.url));

const names = caseNames();
const runtimes = testRuntimes().filter(({ version }) => RELEASES.some((release) => isOf(version, release)));

/** Why nothing can be compared here. In CI that is a failure, not a reason to leave it out. */
const problem = compilerProblem() ?? (existsSync(MOCK) ? undefined : `${MOCK} is not built`);

/** An error that shows both observations, and no lines of this file. */
function disagreement(problem: string): Error {
  const error = new Error(problem);
  error.stack = problem;
  return error;
}

describe('the contract suite', () => {
  it('has what it needs in CI', () => {
    if (process.env['CI'] !== undefined) expect(problem).toBeUndefined();
  });

  it('has cases, each with a name of its own', () => {
    expect(names.length).toBeGreaterThanOrEqual(80);
    expect(names).toEqual([...new Set(names)]);
  });

  it('lists differences of cases that exist, once for a release, each with its reason', () => {
    for (const { case: name, real, mock, reason, releases = RELEASES } of DIFFERENCES) {
      expect(names).toContain(name);
      expect(reason).toMatch(/^[A-Z].*\.$/);
      expect(real, name).not.toBe(mock);
      for (const release of releases) {
        expect(RELEASES).toContain(release);
        const entries = DIFFERENCES.filter(
          (other) => other.case === name && (other.releases ?? RELEASES).includes(release),
        );
        expect(entries, `${name}, ${release}`).toHaveLength(1);
      }
    }
  });

  it('says what stays unverified against hardware, and why', () => {
    const behaviours = UNVERIFIED.map(({ behaviour }) => behaviour);
    expect(behaviours).toEqual([...new Set(behaviours)]);
    for (const topic of [/AUTO .*switches/, /RUNTIME_FALLBACK/, /GPU together with CPU/, /Remote contexts/]) {
      expect(
        behaviours.some((behaviour) => topic.test(behaviour)),
        String(topic),
      ).toBe(true);
    }
    for (const { reason } of UNVERIFIED) expect(reason).toMatch(/^[A-Z].*\.$/);
  });

  it('would notice a difference, an entry that is out of date and a case that is missing', () => {
    const listed = { case: 'a', real: '0', mock: '-1', reason: 'So it is.' };
    expect(judge('a', '0', '0', undefined)).toBeUndefined();
    expect(judge('a', '0; x: 1', '0; x: 2', undefined)?.problem).toBe('a: they differ\n  real  x: 1\n  mock  x: 2');
    expect(judge('a', '0', '-1', listed)).toBeUndefined();
    expect(judge('a', '0', '0', listed)?.problem).toMatch(/agree, yet/);
    expect(judge('a', '0', '-2', listed)?.problem).toMatch(
      /in another way[\s\S]*listed\n {2}real {2}0\n {2}mock {2}-1/,
    );
    expect(judge('a', '0', undefined, listed)?.problem).toMatch(/no observation/);
    expect(judge('a', `${'A_KEY '.repeat(30)}B`, `${'A_KEY '.repeat(30)}C`, undefined)?.problem).toBe(
      'a: they differ\n  in the real one alone  B\n  in the mock alone      C',
    );
    expect(differenceOf([{ ...listed, releases: ['2025.4'] }], 'a', '2025.4.1')).toBeDefined();
    expect(differenceOf([{ ...listed, releases: ['2025.4'] }], 'a', '2026.4.1')).toBeUndefined();
  });
});

describe.skipIf(problem !== undefined)(`contract${problem === undefined ? '' : ` (left out: ${problem})`}`, () => {
  const folder = testFolder();
  const models = join(folder, 'models');
  let program = '';

  beforeAll(async () => {
    mkdirSync(models);
    writeContractModels(models);
    program = await compileProgram(folder);
  }, 300_000);

  describe.each(runtimes.map(({ version, path }) => [version, path] as const))('OpenVINO %s', (version, path) => {
    const all = new Map<'real' | 'mock', Observations>();

    beforeAll(async () => {
      // one after the other: both are about time, too
      all.set('real', await observe(program, path, models));
      all.set('mock', await observe(program, mockOfRelease(MOCK, version, folder), models));
    }, 600_000);

    it.each(['real', 'mock'] as const)('runs every case on the %s library', (which) => {
      const { seen, ended } = all.get(which) as Observations;
      expect(ended).toBeUndefined();
      expect([...seen.keys()].sort()).toEqual([...names].sort());
      const unable = [...seen].filter(([, text]) => text === '' || text.includes('COULD NOT RUN'));
      expect(unable.map(([name, text]) => `${name}: ${text}`)).toEqual([]);
    });

    it.each(names)('%s', (name) => {
      const [real, mock] = [all.get('real')?.seen.get(name), all.get('mock')?.seen.get(name)];
      const verdict = judge(name, real, mock, differenceOf(DIFFERENCES, name, version));
      if (verdict !== undefined) throw disagreement(verdict.problem);
    });
  });
});
