import { describe, expect, it } from 'vitest';
import { chooseUnits, type Waiting } from '../../../../lib/bench/jobs/local/schedule.js';

const job = (id: number, changes: Partial<Waiting> = {}): Waiting => ({
  ...{ id, exclusive: false, slots: 2, mostAtOnce: null, tasks: [undefined] },
  ...changes,
});
const alone = (id: number, changes: Partial<Waiting> = {}): Waiting => job(id, { exclusive: true, ...changes });
const chosen = (...args: Parameters<typeof chooseUnits>): string[] =>
  chooseUnits(...args).map(({ id, task }) => (task === undefined ? `${id}` : `${id}.${task}`));

describe('which jobs begin', () => {
  it.each<[string, Waiting[], { id: number; exclusive: boolean }[], string[]]>([
    ['none of none', [], [], []],
    ['the first one alone, where it is exclusive', [alone(1), job(2), alone(3)], [], ['1']],
    ['none beside an exclusive one', [job(2), alone(3)], [{ id: 1, exclusive: true }], []],
    ['as many shared ones as there are places', [job(1), job(2), job(3)], [], ['1', '2']],
    ['shared ones where there are places left', [job(2), job(3)], [{ id: 1, exclusive: false }], ['2']],
    ['none that would overtake an exclusive one', [alone(2), job(3)], [{ id: 1, exclusive: false }], []],
    ['shared ones before an exclusive one', [job(1, { slots: 4 }), alone(2), job(3)], [], ['1']],
    ['one task of an exclusive array', [alone(1, { tasks: [1, 2, 3], mostAtOnce: 3 }), job(2)], [], ['1.1']],
    [
      'as many tasks of a shared array as it may have, and then others',
      [job(1, { slots: 4, mostAtOnce: 2, tasks: [1, 2, 3] }), job(2, { slots: 4 }), job(3, { slots: 4 })],
      [],
      ['1.1', '1.2', '2', '3'],
    ],
    [
      'no further task of an array that has as many as it may',
      [job(1, { slots: 4, mostAtOnce: 2, tasks: [3] }), alone(2)],
      [1, 1].map((id) => ({ id, exclusive: false })),
      [],
    ],
  ])('%s', (_, waiting, active, expected) => {
    expect(chosen(waiting, active)).toEqual(expected);
  });
});
