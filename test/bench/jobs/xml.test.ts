import { describe, expect, it } from 'vitest';
import { elementsNamed, parseXml, textOf } from '../../../lib/bench/jobs/xml.js';

describe('parseXml', () => {
  it('reads elements, attributes, texts and entities', () => {
    const root = parseXml(
      `<?xml version='1.0'?>\n<!-- <x> -->\n<jobs  a:b="1" c='"'>\n <job state="r">&lt;a&gt; &amp;amp; &#233;&#x263A;</job><job/>\n</jobs>\n`,
    );
    expect(root.name).toBe('jobs');
    expect(Object.fromEntries(root.attributes)).toEqual({ 'a:b': '1', c: '"' });
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([
      ['job', '<a> &amp; é☺'],
      ['job', ''],
    ]);
    expect(root.children[0]?.attributes.get('state')).toBe('r');
  });

  it('keeps text that looks like markup as text', () => {
    const root = parseXml('<a><b>&lt;/b&gt;&lt;c&gt;]]&gt;</b><b><![CDATA[<c>&amp;]]></b></a>');
    expect(root.children.map(({ text }) => text)).toEqual(['</b><c>]]>', '<c>&amp;']);
    expect(elementsNamed(root, 'c')).toEqual([]);
  });

  it('leaves entities as they are that it does not know', () => {
    expect(parseXml('<a>&nbsp; & &#99999999; &#x7fffff; %lt;</a>').text).toBe('&nbsp; & &#99999999; &#x7fffff; %lt;');
  });

  it.each([
    ['', 'not one root'],
    ['<a>', 'ends within <a>'],
    ['<a><b></a>', '</a> ends <b>'],
    ['</a>', '</a> ends <>'],
    ['<a/><b/>', 'not one root'],
    ['error: no answer\n<a/>', 'text outside'],
    ['<a b=c/>', 'not XML at character 0'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'not XML at character 0'],
    ['<a>\n  <job_list', 'not XML at character 6'],
  ])('refuses %j', (source, message) => {
    expect(() => parseXml(source)).toThrow(SyntaxError);
    expect(() => parseXml(source)).toThrow(message);
  });

  it('reads ten thousand jobs in no time', () => {
    const job = '<job_list state="pending"><JB_job_number>1</JB_job_number><state>qw</state></job_list>';
    const started = performance.now();
    expect(elementsNamed(parseXml(`<j>${job.repeat(10_000)}</j>`), 'job_list')).toHaveLength(10_000);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe('elementsNamed and textOf', () => {
  const root = parseXml('<a><q><j>1</j></q><j><j>3</j>2</j><k> x </k></a>');

  it('finds elements at any depth, in their order', () => {
    expect(elementsNamed(root, 'j').map(({ text }) => text)).toEqual(['1', '2', '3']);
  });

  it('gives the text of a child, trimmed', () => {
    expect([textOf(root, 'k'), textOf(root, 'none'), textOf(undefined, 'k')]).toEqual(['x', '', '']);
  });
});
