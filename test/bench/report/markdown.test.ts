import { describe, expect, it } from 'vitest';
import { code, escaped, resultMarkdown } from '../../../lib/bench/report/markdown.js';
import { inspection, measurement, resultOf, trialSpec } from '../factories.js';

describe('text of others in Markdown', () => {
  it.each([
    ['CPU', '`CPU`'],
    ['', ''],
    ['a|b', '`a\\|b`'],
    ['a\nb\u001b[2J', '`a\\x0ab\\x1b[2J`'],
    ['a`b', '``a`b``'],
    ['`x`', '`` `x` ``'],
    ['<img src=x onerror=alert(1)>', '`<img src=x onerror=alert(1)>`'],
  ])('%j is code', (given, written) => {
    expect(code(given)).toBe(written);
  });

  it.each([
    ['[a](javascript:x)', '\\[a\\](javascript:x)'],
    ['![x](https://e.test)', '!\\[x\\](https\\://e.test)'],
    ['<b>|*_`#~', '\\<b\\>\\|\\*\\_\\`\\#\\~'],
    ['www.e.test @me', 'www\\.e.test \\@me'],
    ['- item', '\\- item'],
    ['1. item', '1\\. item'],
    ['back\\slash', 'back\\\\slash'],
    ['&lt;', '\\&lt;'],
  ])('%j in a sentence is no markup', (given, written) => {
    expect(escaped(given)).toBe(written);
  });
});

describe('the result as Markdown', () => {
  const evil = 'evil | [x](https://e.test)\n<script>`';
  const text = resultMarkdown(
    resultOf(
      [
        { spec: trialSpec({ device: 'MULTI:CPU,MYRIAD' }), measurement: measurement() },
        { spec: trialSpec({ device: 'A|B' }), failure: { code: 'DEVICE_NOT_FOUND', message: evil } },
      ],
      { inspection: inspection({ model: { ...inspection().model, name: evil } }), interrupted: true },
    ),
  );
  const lines = text.split('\n');

  it('is a line, a table whose rows have as many cells as its head, and notes', () => {
    const table = lines.filter((line) => line.startsWith('|'));
    const cells = table.map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(table).toHaveLength(4);
    expect(new Set(cells).size).toBe(1);
    expect(table[2]).toMatch(/^\| `MULTI:CPU,MYRIAD` \| sync \| `CPU` \(\*\*without\*\* `MYRIAD`\) \|/);
    expect(table[3]).toMatch(/^\| `A\\\|B` \| sync \| \*\*failed\*\* \|/);
    expect(lines[0]).toMatch(/^\*\*INTERRUPTED\*\* · /);
    expect(text).toContain('\n- `A\\|B`: evil \\| \\[x\\](https\\://e.test)\\\\x0a\\<script\\>\\`\n');
  });

  it('has the name of the model as code', () => {
    expect(lines[0]).toContain('`` evil \\| [x](https://e.test)\\x0a<script>` ``');
  });
});
