import { describe, expect, it } from 'vitest';
import type { SubmittedJob } from '../../../../lib/bench/jobs/folder/manifest.js';
import { liveView, type Screen } from '../../../../lib/bench/jobs/state/live-view.js';
import type { TaskState } from '../../../../lib/bench/jobs/state/outcome.js';
import { statusLines } from '../../../../lib/bench/jobs/state/status-view.js';
import type { JobState } from '../../../../lib/bench/jobs/state/survey.js';
import { styleFor } from '../../../../lib/bench/report/style.js';

const style = styleFor({ isTTY: false }, {});

function state(id: string, task: Partial<TaskState> = {}, name = 'bench'): JobState {
  const job = { folder: '/jobs/x', manifest: { id, name, engine: 'slurm', titles: [''] } } as unknown as SubmittedJob;
  const plain = { task: undefined, letter: 'Q', word: 'PENDING', node: '', elapsedMs: undefined, reason: '' } as const;
  const all: TaskState = { ...plain, outcome: undefined, exitCode: undefined, ...task };
  return { job, tasks: [all], done: all.outcome !== undefined };
}

const running = (id: string, elapsedMs = 1000): JobState =>
  state(id, { letter: 'R', word: 'RUNNING', node: 'tank-870-01', elapsedMs });
const ended = (id: string): JobState => state(id, { letter: 'C', word: 'COMPLETED', outcome: 'completed' });

describe('the queue view', () => {
  const long = state('8', { reason: `no nodes have all that it asks for, ${'and so on '.repeat(20)}(BadConstraints)` });

  it('one long reason costs no column: it is cut', () => {
    for (const width of [80, 120]) {
      const lines = statusLines([running('7'), long], { width, style, eachTask: false });
      expect(lines[0]).toMatch(/^id +name +state +node +elapsed +reason +engine$/);
      expect(lines).toHaveLength(3);
      expect(lines[2]).toMatch(/no nodes have.*… +slurm$/);
      expect(Math.max(...lines.map((line) => line.length))).toBe(width);
    }
  });

  it('never leaves out the name, on the narrowest screen', () => {
    const lines = statusLines([running('7'), long], { width: 40, style, eachTask: false });
    expect(lines[0]).toMatch(/^id +name +state/);
    expect(lines.join('\n')).toMatch(/8 +bench +Q PENDING *\n {2}no nodes have all/);
    expect(lines.slice(0, -1).every((line) => line.length <= 40)).toBe(true);
  });

  it('what a manifest says does not reach the terminal raw', () => {
    const lines = statusLines([state('7', {}, 'x\u001b[2Jy\nz')], { width: 80, style, eachTask: false });
    expect(lines.join('')).toContain('x\\x1b[2Jy\\x0az');
    expect(lines.join('')).not.toContain('\u001b');
  });
});

/** A terminal as far as the view uses it: it scrolls, and what has scrolled out of it is not reached any more. */
class FakeScreen implements Screen {
  readonly isTTY = true;
  columns = 80;
  rows = 6;
  scrolled = 0;
  #lines: string[] = [''];

  write(text: string): void {
    for (const part of text.split(/(\u001b\[\d+A|\u001b\[J|\n)/)) {
      const up = /^\u001b\[(\d+)A$/.exec(part)?.[1];
      if (up !== undefined) this.#lines.length = Math.max(1, this.#lines.length - Number(up));
      else if (part === '\u001b[J') this.#lines[this.#lines.length - 1] = '';
      else if (part === '\n') this.#lines.push('');
      else this.#lines[this.#lines.length - 1] += part;
    }
    while (this.#lines.length > this.rows) this.scrolled += this.#lines.splice(0, 1).length;
  }

  get text(): string {
    return this.#lines.join('\n');
  }
}

describe('the queue view on a terminal', () => {
  const many = [...Array.from({ length: 20 }, (_, index) => ended(String(index + 1))), state('21'), running('22')];

  it('never scrolls: what runs and waits comes first, and how many more there are', () => {
    const screen = new FakeScreen();
    const show = liveView(screen, { style, eachTask: false });
    for (let look = 0; look < 3; look++) show(many);
    expect(screen.scrolled).toBe(0);
    expect(screen.text).toMatch(/^id .*\n22 .*\n21 .*\n1 .*\n… 19 more\n$/);
    expect(screen.text.match(/^id/gm)).toHaveLength(1);
  });

  it('takes the size of each look', () => {
    const screen = new FakeScreen();
    const show = liveView(screen, { style, eachTask: false });
    show(many);
    [screen.rows, screen.columns] = [30, 120];
    show(many);
    expect(screen.text.split('\n')).toHaveLength(24);
    expect(screen.text).not.toContain('more');
  });

  it('draws over a view that has been broken by a narrower screen', () => {
    const written: string[] = [];
    const screen = { isTTY: true, columns: 80, rows: 20, write: (text: string) => written.push(text) };
    const show = liveView(screen, { style, eachTask: false });
    show([running('1')]);
    screen.columns = 30;
    show([running('1')]);
    // two lines of more than 30 characters
    expect(written[1]).toMatch(/^\u001b\[4A/);
  });
});
