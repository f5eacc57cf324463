import { describe, expect, it } from 'vitest';
import {
  directives,
  parseAccount,
  parseArray,
  parseJobName,
  parseQueue,
  parseResources,
  parseVariables,
  type Resources,
  splitArguments,
} from '../../../../lib/bench/jobs/order/qsub.js';
import { expectError } from '../../../helpers/expect-error.js';

const ONE: Resources = { nodes: 1, processorsPerNode: undefined, features: [], hosts: [], timeLimitMs: undefined };
const EXERCISE = ['tank-870', 'i5-6500te', 'intel-hd-530', 'intel-ncs2'];

/** Each of these is refused with a sentence that names the option and what was given. */
function refuses(parse: (text: string) => unknown, texts: readonly string[], says: RegExp): void {
  for (const text of texts) {
    const { message } = expectError('USAGE', () => parse(text), says);
    expect(message).toMatch(/\.$/);
    expect(message).not.toMatch(/[\u0000-\u001f]/);
  }
}

describe('-l', () => {
  it.each<[string[], Partial<Resources>]>([
    [[], {}],
    [[`nodes=1:${EXERCISE.join(':')}`], { features: EXERCISE }],
    [['nodes=3'], { nodes: 3 }],
    [['nodes=2:ppn=4'], { nodes: 2, processorsPerNode: 4 }],
    [['nodes=2:a:ppn=4:b.c_D-9'], { nodes: 2, processorsPerNode: 4, features: ['a', 'b.c_D-9'] }],
    [['nodes=1:a:b:a'], { features: ['a', 'b'] }],
    [['nodes=1:870'], { features: ['870'] }],
    [['nodes=tank-870-01'], { hosts: ['tank-870-01'] }],
    [['nodes=a.example+b+3c'], { nodes: 3, hosts: ['a.example', 'b', '3c'] }],
    [['walltime=90'], { timeLimitMs: 90_000 }],
    [['walltime=1:30'], { timeLimitMs: 90_000 }],
    [['walltime=01:02:03'], { timeLimitMs: 3_723_000 }],
    [['walltime=0:90:00'], { timeLimitMs: 5_400_000 }],
    [['walltime=100:00:00'], { timeLimitMs: 360_000_000 }],
    [['nodes=2:a,walltime=60'], { nodes: 2, features: ['a'], timeLimitMs: 60_000 }],
    [[' nodes=2:a , walltime=60 '], { nodes: 2, features: ['a'], timeLimitMs: 60_000 }],
    [['nodes=2:a', 'walltime=60'], { nodes: 2, features: ['a'], timeLimitMs: 60_000 }],
  ])('%j', (values, expected) => {
    expect(parseResources(values)).toEqual({ ...ONE, ...expected });
  });

  it('lets the last one count, for each resource by itself', () => {
    const script = ['nodes=4:ppn=2:a,walltime=60'];
    expect(parseResources([...script, 'nodes=host'])).toEqual({ ...ONE, hosts: ['host'], timeLimitMs: 60_000 });
    expect(parseResources([...script, 'walltime=5'])).toMatchObject({ nodes: 4, features: ['a'], timeLimitMs: 5000 });
  });

  const parse = (text: string): Resources => parseResources([text]);

  it('refuses what it does not understand, and says what it does', () => {
    refuses(
      parse,
      [
        ...['mem=4gb', 'vmem=1', 'ncpus=4', 'select=1:ncpus=2', 'gpus=1', 'place=scatter', 'procs=2', 'host=a'],
        ...['', ',', 'nodes', 'nodes=1,', ',nodes=1', 'nodes=1,,walltime=5', 'Nodes=1', '=1', 'nodes =1', 'a\x1b[2J\n'],
        ...['nodes=1,mem=4gb', 'walltime=60,nice=3'],
      ],
      /^-l understands nodes=N\[:ppn=K\]\[:FEATURE\]\.\.\., nodes=HOST\[\+HOST\]\.\.\. and walltime=\[\[HH:\]MM:\]SS, .*not "/,
    );
  });

  it('refuses nodes that are not all alike, and names that no node has', () => {
    refuses(
      parse,
      [
        ...['nodes=', 'nodes=a:b', 'nodes=a:ppn=2', 'nodes=2:a+1:b', 'nodes=1+1', 'nodes=a+', 'nodes=+a', 'nodes=a++b'],
        ...['nodes=1:', 'nodes=1::a', 'nodes=1:a b', 'nodes=1:a&b', 'nodes=1:a|b', 'nodes=1:gpus=1', 'nodes=1:$(id)'],
        ...[
          'nodes=1:-a',
          'nodes=-1',
          'nodes=1.5',
          'nodes=1:a;b',
          'nodes=1#shared',
          'nodes=ä',
          `nodes=1:${'x'.repeat(200)}`,
        ],
        ...['nodes=1: a', 'nodes=a b', 'nodes=1:a\nb', 'nodes=1:PPN=2'],
      ],
      /^-l takes nodes=N\[:ppn=K\]\[:FEATURE\]\.\.\., the same for all N nodes, or nodes=HOST.*, not "nodes=/,
    );
    refuses(
      parse,
      ['nodes=0', 'nodes=0:a', 'nodes=100001', `nodes=${'9'.repeat(400)}`],
      /^-l nodes= takes a whole number/,
    );
    refuses(parse, ['nodes=1:ppn=0', 'nodes=1:ppn=', 'nodes=1:ppn=x', 'nodes=1:ppn=1.5'], /^ppn= takes a whole number/);
  });

  it('refuses times that are none', () => {
    refuses(
      parse,
      [
        ...[
          'walltime=',
          'walltime=0',
          'walltime=00:00:00',
          'walltime=1h',
          'walltime=-1',
          'walltime=1.5',
          'walltime=1:',
        ],
        ...['walltime=:30', 'walltime=1:2:3:4', 'walltime=1:100', 'walltime=10001:00:00', 'walltime=999999999:0:0'],
        ...['walltime= 5', 'walltime=1e3', 'walltime=٣'],
      ],
      /^-l walltime= takes \[\[HH:\]MM:\]SS, .*from 1 second to 10000 hours, not "/,
    );
  });

  it('refuses one resource twice in one value', () => {
    refuses(parse, ['nodes=1,nodes=2', 'walltime=1,nodes=1,walltime=2'], /^-l asks for (nodes|walltime) twice in "/);
    refuses(parse, ['nodes=1:ppn=1:ppn=2'], /^-l has ppn= twice in "/);
    refuses(parse, ['nodes=a+b+a'], /^-l names the node a twice in "/);
  });
});

describe('-F', () => {
  it('is split as a shell does, and expands nothing', () => {
    expect(splitArguments('MULTI:CPU,MYRIAD MODEL cpu_vpu_stats')).toEqual([
      'MULTI:CPU,MYRIAD',
      'MODEL',
      'cpu_vpu_stats',
    ]);
    expect(splitArguments(`'a b' "$HOME" \`id\` *`)).toEqual(['a b', '$HOME', '`id`', '*']);
    expect(splitArguments('')).toEqual([]);
  });

  it('refuses a quote that is not closed', () => {
    refuses(splitArguments, [`a "b`, `it's`], /^-F has a quote/);
  });
});

describe('#PBS lines', () => {
  it.each<[name: string, script: string, expected: string[]]>([
    ['none', '', []],
    [
      'an exercise',
      '#!/bin/bash\n#PBS -l nodes=1:a,walltime=60\n#PBS -N store -q batch\necho\n',
      ['-l', 'nodes=1:a,walltime=60', '-N', 'store', '-q', 'batch'],
    ],
    ['quotes', `#PBS -F "CPU 'a b'" -v A='x y'`, ['-F', "CPU 'a b'", '-v', 'A=x y']],
    ['nothing expanded', '#PBS -N $USER`id`', ['-N', '$USER`id`']],
    ['until the first command', '#PBS -N a\n\n# words\n  \n\t#PBS -q b\necho; x\n#PBS -A c\n', ['-N', 'a', '-q', 'b']],
    ['blanks before', '   #PBS\t-N\ta', ['-N', 'a']],
    ['after a line with a colon', ':\n#PBS -N a', ['-N', 'a']],
    ['not after a colon further down', '#\n:\n#PBS -N a', []],
    ['comments', '##PBS -N a\n# PBS -N b\n#PBSX -N c\n#pbs -N d\n#PBS-N e\n#!PBS -N f', []],
    ['an empty one', '#PBS\n#PBS   \n#PBS -N a', ['-N', 'a']],
    ['line ends of Windows', '#!/bin/sh\r\n#PBS -N a\r\n\r\n#PBS -q b\r\necho\r\n', ['-N', 'a', '-q', 'b']],
    ['a byte order mark', '\ufeff#PBS -N a', ['-N', 'a']],
    ['a command at once', 'echo\n#PBS -N a', []],
    ['a hash in a word', `#PBS -N a#b -v 'C=#d' -F "#e"`, ['-N', 'a#b', '-v', 'C=#d', '-F', '#e']],
    ['a line separator of Unicode', '#PBS -N a\u2028b', ['-N', 'a\u2028b']],
  ])('%s', (_name, script, expected) => {
    expect(directives(script)).toEqual(expected);
  });

  it('names the line of a wrong one', () => {
    refuses(
      directives,
      ['#!/bin/sh\n#\n#PBS -N "a\nb"'],
      /^Line 3 of the script, a #PBS line, has a quote " that is not closed: /,
    );
    refuses(directives, ['#PBS -N a \\\n-q b'], /^Line 1 of the script, a #PBS line, ends with a backslash/);
    refuses(
      directives,
      ['#PBS -N a # why', '#PBS # why', '#PBS -N a #'],
      /^Line 1 .* has a comment behind its options/,
    );
    refuses(directives, ['#PBS N a', '#PBS "" -N'], /^Line 1 .* takes options of qsub, such as -N NAME, not "/);
  });
});

describe('-t', () => {
  it.each([
    ['1-1000%5', { tasks: 1000, mostAtOnce: 5 }],
    ['1-4', { tasks: 4, mostAtOnce: undefined }],
    ['1-1', { tasks: 1, mostAtOnce: undefined }],
    ['1-2%9', { tasks: 2, mostAtOnce: 9 }],
  ])('%s', (text, expected) => {
    expect(parseArray(text)).toEqual(expected);
  });

  it('refuses every other list', () => {
    refuses(
      parseArray,
      [
        '',
        '1',
        '4',
        '0-3',
        '2-4',
        '1,2,3',
        '1-3,5',
        '1-9:2',
        '1-',
        '-4',
        '1-4%',
        '1-4%-1',
        '1 - 4',
        '1-4 ',
        '01-4',
        '1-x',
        '1-4%2%2',
        '1-4\n',
      ],
      /^-t takes 1-N or 1-N%M, such as 1-1000%5: .*, not "/,
    );
    refuses(parseArray, ['1-0', '1-1000001'], /^-t 1- takes a whole number from 1 to 1000000/);
    refuses(parseArray, ['1-4%0'], /^The number after % of -t takes a whole number from 1/);
  });
});

describe('names', () => {
  it('are taken as they are', () => {
    for (const text of ['store_core', 'a', '1', 'A.b-C_9', '-x', '.'.repeat(64)]) expect(parseJobName(text)).toBe(text);
    for (const text of ['batch', 'a.b-C_9', '9']) expect([parseQueue(text), parseAccount(text)]).toEqual([text, text]);
  });

  it('are refused with what an engine would read otherwise', () => {
    const bad = ['', 'a b', 'a/b', 'ä', 'a\n', '$x', 'a;b', 'a,b', 'a@b', "a'", '@b', 'x'.repeat(200)];
    refuses(parseJobName, [...bad, 'x'.repeat(65)], /^-N takes a name of at most 64 letters, digits, .*, not "/);
    refuses(parseQueue, [...bad, '-a', '.a'], /^-q takes the name of a queue, .* without @SERVER, not "/);
    refuses(parseAccount, [...bad, '-a', '.a'], /^-A takes the name of an account, .*, not "/);
  });
});

describe('-v', () => {
  it.each<[string[], [string, string | undefined][]]>([
    [[], []],
    [
      ['A=B,C'],
      [
        ['A', 'B'],
        ['C', undefined],
      ],
    ],
    [['A='], [['A', '']]],
    [['A=x=y z'], [['A', 'x=y z']]],
    [
      ['A="1,2",_b9=\'3,4\',C=5\\,6'],
      [
        ['A', '1,2'],
        ['_b9', '3,4'],
        ['C', '5,6'],
      ],
    ],
    [
      ['A=$HOME,B=`id`'],
      [
        ['A', '$HOME'],
        ['B', '`id`'],
      ],
    ],
    [["A='a\nb'"], [['A', 'a\nb']]],
    [
      ['A=1,B=2', 'A=3,C'],
      [
        ['A', '3'],
        ['B', '2'],
        ['C', undefined],
      ],
    ],
    [['A=1', 'A'], [['A', undefined]]],
  ])('%j', (values, expected) => {
    expect([...parseVariables(values)]).toEqual(expected);
  });

  it('refuses what is no variable', () => {
    const parse = (text: string): unknown => parseVariables([text]);
    refuses(
      parse,
      ['', ',', 'A=1,', ',A', 'A=1,,B', '9=1', '=1', 'A-B=1', ' A=1', 'A=1, B=2', 'A=1,2', 'BASH_FUNC_x%%=1', 'ä=1'],
      /^-v takes NAME=VALUE or NAME, separated by commas; .*, not "/,
    );
    refuses(parse, ['A=1,B,A=2', 'A,A'], /^-v has A twice in "/);
    refuses(parse, [`A=it's`], /^-v has a quote ' that is not closed/);
  });
});
