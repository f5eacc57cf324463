import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../lib/bench/chart/entry.js';
import { bar, showsUnicode, terminalBars } from '../../../lib/bench/chart/terminal-bars.js';
import { styleFor } from '../../../lib/bench/report/style.js';
import { chartEntries, chartProcess } from './entries.js';

const style = styleFor({}, {});

describe('bars in the terminal', () => {
  it('are blocks to the eighth, at least a sliver of what is not nothing', () => {
    expect(bar(1, 4, true)).toBe('████');
    expect(bar(0.53, 4, true)).toBe('██▏');
    expect(bar(1e-9, 4, true)).toBe('▏');
    expect(bar(0, 4, true)).toBe('');
    expect(bar(0.5, 4, false)).toBe('##');
    expect(bar(1e-9, 4, false)).toBe('#');
  });

  it('have names, values, ranges, marks and gaps, and fit the width', () => {
    const entries: Entry[] = [
      ...chartEntries([
        {
          requestedDevice: 'MULTI:CPU,GPU,MYRIAD',
          droppedDevices: ['GPU', 'MYRIAD'],
          fps: 100,
          loadMs: 500,
          totalMs: 10_000,
        },
        { fps: 50, loadMs: 250, totalMs: 20_000, simulated: true, processes: [40, 60].map(chartProcess) },
      ]),
      { label: 'GPU/VPU', gap: 'missing: gpu_vpu_stats.txt', values: {}, simulated: false, standIn: false, notes: [] },
    ];
    const lines = terminalBars(entries, { width: 90, style, unicode: true }).split('\n');
    const fps = lines.slice(lines.indexOf('Frames per Second (Frames)') + 1);
    expect(fps[0]).toMatch(/^ {2}MULTI:CPU,GPU,MYRIAD {2}→ CPU ! {2}█+ 100$/);
    expect(fps[1]).toMatch(/^ {2}CPU {2}→ CPU {2,}█+\S? 50\.0 \(40\.0 – 60\.0\) \[SIMULATED\]$/);
    expect(fps[2]).toMatch(/^ {2}GPU\/VPU {2,}missing: gpu_vpu_stats\.txt$/);
    expect(lines.join('\n')).toContain('all bars ran on CPU alone; GPU, MYRIAD did not run');
    for (const line of lines.filter((text) => text.includes('█'))) expect(line.length).toBeLessThanOrEqual(90);
  });

  it('are ASCII where they have to be, and escape what others wrote', () => {
    const [entry] = chartEntries([{ api: 'async', requests: 4, processes: [1, 2].map(chartProcess) }]) as [Entry];
    const other = { ...entry, label: `${'b'.repeat(90)} ×` };
    const text = terminalBars([{ ...entry, label: 'a\u001b[31mb' }, other], { width: 60, style, unicode: false });
    expect(text).toContain('a\\x1b[31mb');
    expect(text).toContain('CPU -> CPU');
    expect(text).toMatch(/^[\n -~]*$/);
  });

  it.each([
    [{ LANG: 'en_GB.UTF-8' }, true],
    [{ LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, false],
    [{ LC_ALL: '', LC_CTYPE: 'C.utf8' }, true],
    [{ LANG: 'en_GB.UTF-8', TERM: 'dumb' }, false],
    [{}, false],
  ])('%j: more than ASCII is %s', (env, expected) => {
    expect(showsUnicode(env, 'linux')).toBe(expected);
  });
});
