import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackResults } from '../../../../lib/bench/jobs/folder/archive.js';
import { temporaryPath } from '../../../../lib/runtime/temporary.js';
import { expectRejection } from '../../../helpers/expect-error.js';
import { testFolder } from '../../../helpers/folder.js';
import { type TarEntry, tar, tgz } from '../../../runtime/helpers/archives.js';

const root = testFolder();
let places = 0;

/** A place of its own for a test: an archive, a file that nobody may touch, and the target. */
interface Place {
  readonly folder: string;
  readonly archive: string;
  readonly target: string;
}

function place(bytes?: Buffer): Place {
  const folder = join(root, String(places++));
  mkdirSync(join(folder, 'outside'), { recursive: true });
  writeFileSync(join(folder, 'outside/file'), 'untouched');
  const archive = join(folder, 'output.tgz');
  if (bytes !== undefined) writeFileSync(archive, bytes);
  return { folder, archive, target: join(folder, 'results') };
}

/** All there is below a folder: kinds, modes and contents. */
function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const content = entry.isFile() ? readFileSync(path, 'latin1').slice(0, 100) : '';
      const to = entry.isSymbolicLink() ? readlinkSync(path) : '';
      return `${relative(folder, path)} ${lstatSync(path).mode.toString(8)} ${content}${to}`;
    })
    .sort();
}

/** Nothing of a refused archive is anywhere; what was there before is as it was. */
async function refused(
  { folder, archive, target }: Place,
  message?: RegExp,
  code = 'ARCHIVE_INVALID' as const,
): Promise<void> {
  const before = everything(folder);
  const error = await expectRejection(code, () => unpackResults(archive, target), message);
  expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  expect(everything(folder)).toEqual(before);
}

/** What is left of a mode by the umask of whoever runs the tests. */
const shown = (mode: number): string => (mode & ~process.umask()).toString(8);
const modeOf = (path: string): string => (lstatSync(path).mode & 0o7777).toString(8);

const good: TarEntry = { path: './good.txt', content: 'good' };
const top: TarEntry = { path: './', type: '5' };
const pax = (key: string, value: string): TarEntry => {
  const rest = ` ${key}=${value}\n`;
  const byteLength = Buffer.byteLength(rest);
  const digits = String(byteLength + String(byteLength).length).length;
  return { path: 'PaxHeader', type: 'x', content: `${byteLength + digits}${rest}` };
};
const bytes = (byteLength: number): Buffer => {
  let seed = 7;
  return Buffer.from(
    Array.from({ length: byteLength }, () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed & 255;
    }),
  );
};

describe('a good archive', () => {
  it('of a real tar is unpacked with its names, without its modes', async () => {
    const here = place();
    const source = join(here.folder, 'source');
    const names = [
      'a',
      'MULTI:CPU,MYRIAD.txt',
      'con',
      'ends.',
      'ä ö.txt',
      'é',
      'e\u0301',
      'A',
      '-x',
      '"q"*',
      'back\\slash',
      `long-${'x'.repeat(200)}`,
    ];
    mkdirSync(join(source, 'sub/deep', 'd'.repeat(120)), { recursive: true });
    mkdirSync(join(source, 'empty'), { mode: 0o700 });
    for (const name of names) writeFileSync(join(source, name), name, { mode: 0o600 });
    writeFileSync(join(source, 'sub/deep', 'd'.repeat(120), 'file'), bytes(3_000_000));
    writeFileSync(join(source, 'sub/nothing'), '');
    chmodSync(join(source, 'a'), 0o6777);
    chmodSync(join(source, 'sub'), 0o3777);
    execFileSync('tar', ['-C', source, '-czf', here.archive, '.']);
    const files = await unpackResults(here.archive, here.target);
    expect(files).toEqual([...names, `sub/deep/${'d'.repeat(120)}/file`, 'sub/nothing'].sort());
    for (const name of names) {
      expect(readFileSync(join(here.target, name), 'utf8')).toBe(name);
      expect(modeOf(join(here.target, name))).toBe(shown(0o644));
    }
    expect(readFileSync(join(here.target, 'sub/deep', 'd'.repeat(120), 'file')).equals(bytes(3_000_000))).toBe(true);
    for (const name of ['.', 'sub', 'sub/deep', 'empty']) {
      expect(modeOf(join(here.target, name))).toBe(shown(0o755));
    }
    expect(readdirSync(here.folder).sort()).toEqual(['output.tgz', 'outside', 'results', 'source']);
  });

  it.each<[string, TarEntry[], string[]]>([
    ['nothing but its folder', [top], []],
    ['names without ./', [{ path: 'b' }, { path: 'a/', type: '5' }, { path: 'a/c' }], ['a/c', 'b']],
    ['its folder as a dot', [{ path: '.', type: '5' }, good], ['good.txt']],
    ['folders that are said twice', [top, { path: './a', type: '5' }, { path: './a/', type: '5' }, top], []],
    ['a name by a pax header', [pax('path', './ä/b'), { path: './x', content: '1' }], ['ä/b']],
    [
      'a long name of GNU tar',
      [{ path: '././@LongLink', type: 'L', content: `./${'y'.repeat(150)}\0` }, { path: './yyy' }],
      ['y'.repeat(150)],
    ],
  ])('may have %s', async (_name, entries, files) => {
    const { archive, target } = place(tgz(entries));
    expect(await unpackResults(archive, target)).toEqual(files);
    for (const file of files) expect(lstatSync(join(target, file)).isFile()).toBe(true);
  });

  it('may hold a log of one line again and again', async () => {
    const content = Buffer.alloc(30_000_000, 'info: Infer Request 12 completed\n');
    const { archive, target } = place(tgz([{ path: './stdout.log', content }]));
    expect(content.length / statSync(archive).size).toBeGreaterThan(200);
    expect(await unpackResults(archive, target)).toEqual(['stdout.log']);
    expect(readFileSync(join(target, 'stdout.log')).equals(content)).toBe(true);
  });

  it('may be made of several gzip files, and have something behind its end', async () => {
    const plain = tar([top, good, { path: './big', content: bytes(400_000) }]);
    const cut = 70_000;
    const parts = [plain.subarray(0, cut), plain.subarray(cut), Buffer.alloc(9000)];
    const { archive, target } = place(Buffer.concat(parts.map((part) => gzipSync(part))));
    expect(await unpackResults(archive, target)).toEqual(['big', 'good.txt']);
  });

  it('may have many small files and some large ones', async () => {
    const entries = Array.from({ length: 2000 }, (_, index) => ({
      path: `./d${index % 7}/f${index}`,
      content: bytes([0, 1, 511, 512, 513, 70_000][index % 6] ?? 0),
    }));
    const { archive, target } = place(tgz(entries));
    expect(await unpackResults(archive, target)).toHaveLength(2000);
    for (const { path, content } of entries) expect(readFileSync(join(target, path)).equals(content)).toBe(true);
  });
});

describe('a hostile archive', () => {
  it.each([
    ...['../evil', './../evil', './a/../../evil', 'a/..', '..', './..', '.././evil', './sub/../good'],
    ...['/evil', './/evil', '//evil', '././evil', './a//b', './a/./b', './.', './/'],
    ...['./a\nb', './a\x1b[2Jb', './a\x7f', './a\u0085b', './\t'],
  ])('with the name %j is refused', async (path) => {
    for (const type of ['0', '5']) await refused(place(tgz([top, good, { path, type, content: '' }])));
    await refused(place(tgz([top, good, { path, content: 'evil' }])));
    // a pax header is read line by line, so that none of its names has a newline
    const long = path.includes('\n') ? [] : [pax('path', path), { path: './x', content: 'evil' }];
    if (long.length > 0) await refused(place(tgz([top, good, ...long])));
    await refused(
      place(tgz([top, good, { path: 'l', type: 'L', content: `${path}\0` }, { path: './x', content: 'evil' }])),
    );
  });

  it('with an absolute name does not even touch what stands there', async () => {
    const here = place();
    writeFileSync(here.archive, tgz([good, { path: join(here.folder, 'outside/file'), content: 'evil' }]));
    await refused(here, /"\/.*" is an absolute path/);
  });

  it.each<[string, TarEntry[]]>([
    ['a symbolic link', [{ path: './l', type: '2', target: 'good.txt' }]],
    ['a symbolic link that leads out', [{ path: './l', type: '2', target: '../outside' }]],
    [
      'a file through a link',
      [
        { path: './l', type: '2', target: '../outside' },
        { path: './l/file', content: 'evil' },
      ],
    ],
    ['a link for the folder itself', [{ path: './', type: '2', target: '../outside' }]],
    ['a link for the folder, as a dot', [{ path: '.', type: '2', target: '../outside' }]],
    ['a hard link', [{ path: './l', type: '1', target: './good.txt' }]],
    [
      'a hard link that leads out',
      [
        { path: './l', type: '1', target: '../outside/file' },
        { path: './l', content: 'evil' },
      ],
    ],
    ['a character device', [{ path: './l', type: '3' }]],
    ['a block device', [{ path: './l', type: '4' }]],
    ['a FIFO', [{ path: './l', type: '6' }]],
    ['a folder of a GNU dump', [{ path: './l', type: 'D' }]],
    ['a sparse file', [{ path: './l', type: 'S', content: 'x' }]],
    ['an unknown kind', [{ path: './l', type: 'Z', content: 'x' }]],
    [
      'a file twice',
      [
        { path: './a', content: '1' },
        { path: './a', content: '2' },
      ],
    ],
    [
      'a file twice, once without ./',
      [
        { path: './a', content: '1' },
        { path: 'a', content: '2' },
      ],
    ],
    [
      'a file that is a folder',
      [
        { path: './a', content: '1' },
        { path: './a/', type: '5' },
      ],
    ],
    [
      'a folder that is a file',
      [
        { path: './a/b', content: '1' },
        { path: './a', content: '2' },
      ],
    ],
    [
      'a file below a file',
      [
        { path: './a', content: '1' },
        { path: './a/b', content: '2' },
      ],
    ],
    ['its folder as a file', [{ path: '.', content: '1' }]],
    ['no name', [{ path: '', content: '1' }]],
    ['a name that is too long', [pax('path', `./${'x'.repeat(256)}`), { path: './x' }]],
    ['a path that is too long', [pax('path', './x'.repeat(600)), { path: './x' }]],
    ['a size of eight gigabytes', [{ path: './l', claimedByteLength: 0o77777777777 }]],
    ['a size that is no number', [pax('size', '1e300'), { path: './l' }]],
    ['half a byte', [pax('size', '0.5'), { path: './l', content: 'x' }]],
    ['a name of a megabyte', [pax('path', './x'.repeat(500_000)), { path: './l', content: 'x' }]],
  ])('with %s is refused', async (_name, entries) => {
    await refused(place(tgz([top, good, ...entries])));
    await refused(place(tgz([top, ...entries, good])));
  });

  it.each<[string, TarEntry[]]>([
    ['where a link leads', [pax('linkpath', '../outside'), { path: './l', content: 'x' }]],
    ['another kind', [pax('type', 'SymbolicLink'), { path: './l', content: 'x' }]],
    ['a mode', [pax('mode', '2559'), { path: './l', content: 'x', mode: 0o7777 }]],
    [
      'a name for all',
      [
        { ...pax('path', '../evil'), type: 'g' },
        { path: './l', content: 'x' },
      ],
    ],
  ])('has files and nothing else, though a header says %s', async (_name, entries) => {
    const here = place(tgz([top, ...entries]));
    expect(await unpackResults(here.archive, here.target)).toEqual(['l']);
    expect(readdirSync(here.target)).toEqual(['l']);
    expect(lstatSync(join(here.target, 'l')).isFile()).toBe(true);
    expect(modeOf(join(here.target, 'l'))).toBe(shown(0o644));
    expect(readdirSync(here.folder).sort()).toEqual(['output.tgz', 'outside', 'results']);
  });

  it('refuses more entries than there may be, in each way to have them', async () => {
    const many = (path: (index: number) => string, type: string): Buffer =>
      tgz([good, ...Array.from({ length: 10_000 }, (_, index) => ({ path: path(index), type }))]);
    await refused(place(many((index) => `./f${index}`, '0')), /at most 10000 are unpacked/);
    await refused(place(many(() => './', '5')), /at most 10000 are unpacked/);
    await refused(place(many(() => './a', '5')), /at most 10000 are unpacked/);
    // each of them has 41 folders above it
    const deep = (count: number): Buffer =>
      tgz(Array.from({ length: count }, (_, index) => ({ path: `./${index}/${'d/'.repeat(40)}x` })));
    const { archive, target } = place(deep(200));
    expect(await unpackResults(archive, target)).toHaveLength(200);
    await refused(place(deep(240)), /at most 10000 are unpacked/);
  }, 60_000);

  it('refuses a bomb', async () => {
    const zeros = Buffer.alloc(70 * 1024 ** 2);
    await refused(place(tgz([good, { path: './bomb', content: zeros }])), /grows to more than 67108864 bytes/);
    const header = tar([good, { path: './bomb', claimedByteLength: 1024 ** 3 + 1 }]).subarray(0, -1024);
    await refused(place(gzipSync(header)), /is too large: at most 1073741824 bytes/);
    await refused(place(Buffer.concat([tgz([good]), gzipSync(zeros)])), /grows to more than/);
    await refused(place(gzipSync(tgz([good]))), /can't be unpacked/);
    const limits = { entries: 10, byteLength: 1000 };
    const { archive, target } = place(tgz([good, { path: './a', content: bytes(998) }]));
    await expectRejection('ARCHIVE_INVALID', () => unpackResults(archive, target, { limits }), /at most 1000 bytes/);
    expect(existsSync(target)).toBe(false);
  }, 60_000);
});

describe('a damaged archive', () => {
  const whole = tgz([top, good, { path: './a', content: bytes(40_000) }, { path: './b', content: 'b'.repeat(3000) }]);

  it('that is cut short is refused, wherever it is cut', async () => {
    for (let length = 0; length < whole.length; length += 991) await refused(place(whole.subarray(0, length)));
    for (const less of [1, 4, 8, 9, 12]) await refused(place(whole.subarray(0, -less)));
  });

  it('that was cut short before it was compressed is refused', async () => {
    const plain = tar([top, good, { path: './a', content: bytes(2000) }, { path: './b', content: 'b' }]);
    for (let length = 0; length <= plain.length - 1024; length += 256)
      await refused(place(gzipSync(plain.subarray(0, length))));
  });

  it('with a changed byte is refused', async () => {
    for (let at = 10; at < whole.length; at += 1999) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      await refused(place(changed));
    }
    const checksum = tar([top, good]);
    checksum[515] = 0x41;
    await refused(place(gzipSync(checksum)));
  });

  it.each<[string, Buffer]>([
    ['empty', Buffer.alloc(0)],
    ['one byte', Buffer.from('\x1f')],
    ['text', Buffer.from('<html>no</html>\n'.repeat(100))],
    ['a tar that is not compressed', tar([good])],
    ['a zip', Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(tar([good]))])],
    ['a gzip of nothing', gzipSync('')],
    ['a gzip of text', gzipSync('no tar\n'.repeat(500))],
    ['a tar of nothing', tgz([])],
    ['zstd', Buffer.concat([Buffer.from('28b52ffd', 'hex'), tar([good])])],
    ['a gzip of zstd', gzipSync(Buffer.concat([Buffer.from('28b52ffd', 'hex'), tar([good])]))],
  ])('that is %s is refused', async (_name, content) => {
    await refused(place(content));
  });
});

describe.skipIf(process.platform === 'win32')('what is no archive at all', () => {
  it('is refused, and never waited for', async () => {
    const link = place();
    symlinkSync(join(link.folder, 'real.tgz'), link.archive);
    writeFileSync(join(link.folder, 'real.tgz'), tgz([good]));
    await refused(link, /is a symbolic link/);
    const fifo = place();
    execFileSync('mkfifo', [fifo.archive]);
    await expectRejection('ARCHIVE_INVALID', () => unpackResults(fifo.archive, fifo.target), /is not a regular file/);
    const folder = place();
    mkdirSync(folder.archive);
    await refused(folder, /is not a regular file/);
    await refused({ ...place(), archive: '/dev/null' }, /is not a regular file/);
  });

  it('is not found', async () => {
    await expectRejection('FILE_NOT_FOUND', () => unpackResults(place().archive, join(root, 'none')), /is not there/);
    const inFile = join(place(tgz([good])).archive, 'output.tgz');
    await expectRejection('FILE_NOT_FOUND', () => unpackResults(inFile, join(root, 'none')), /is not there/);
  });

  it.runIf(process.platform === 'linux')('can not be read', async () => {
    // a regular file of which the first byte can't be read
    await expectRejection(
      'FILE_NOT_READABLE',
      () => unpackResults('/proc/self/mem', join(root, 'none')),
      /can't be read: .*EIO/,
    );
    expect(existsSync(join(root, 'none'))).toBe(false);
  });
});

describe('the folder', () => {
  const first = (): Place => place(tgz([top, good, { path: './sub/x', content: 'new' }]));

  it('is made with those above it, and goes with them where the archive is refused', async () => {
    const here = first();
    const target = join(here.folder, 'a/b/c');
    expect(await unpackResults(here.archive, target)).toEqual(['good.txt', 'sub/x']);
    await refused({ ...place(tgz([{ path: '../x' }])), target: join(root, 'p/q/r') });
    expect(existsSync(join(root, 'p'))).toBe(false);
  });

  it('keeps what the archive does not have, and gets new files for the others', async () => {
    const here = first();
    mkdirSync(join(here.target, 'sub/own'), { recursive: true, mode: 0o700 });
    writeFileSync(join(here.target, 'sub/own/kept'), 'kept');
    writeFileSync(join(here.target, 'sub/x'), 'old', { mode: 0o600 });
    linkSync(join(here.target, 'sub/x'), join(here.folder, 'other-name'));
    expect(await unpackResults(here.archive, here.target)).toEqual(['good.txt', 'sub/x']);
    expect(readFileSync(join(here.target, 'sub/x'), 'utf8')).toBe('new');
    expect(readFileSync(join(here.folder, 'other-name'), 'utf8')).toBe('old');
    expect(readFileSync(join(here.target, 'sub/own/kept'), 'utf8')).toBe('kept');
    expect(readdirSync(here.target).sort()).toEqual(['good.txt', 'sub']);
    expect(await unpackResults(here.archive, here.target)).toEqual(['good.txt', 'sub/x']);
  });

  it.skipIf(process.platform === 'win32')('is left alone where something stands in the way', async () => {
    const says = /: remove it, or give another folder\.$/;
    const cases: ((here: Place) => void)[] = [
      (here) => {
        mkdirSync(here.target);
        symlinkSync('../outside', join(here.target, 'sub'));
      },
      (here) => {
        mkdirSync(here.target);
        writeFileSync(join(here.target, 'sub'), 'a file');
      },
      (here) => mkdirSync(join(here.target, 'sub/x'), { recursive: true }),
      (here) => symlinkSync('outside', here.target),
      (here) => symlinkSync('nowhere', here.target),
      (here) => writeFileSync(here.target, 'a file'),
    ];
    for (const prepare of cases) {
      const here = first();
      prepare(here);
      const before = everything(here.folder);
      await expectRejection('NOT_WRITABLE', () => unpackResults(here.archive, here.target), says);
      expect(everything(here.folder)).toEqual(before);
    }
  });

  it.skipIf(process.platform === 'win32')(
    'gets a file in the place of a link or a FIFO, whose other end stays',
    async () => {
      const here = first();
      mkdirSync(join(here.target, 'sub'), { recursive: true });
      symlinkSync('../outside/file', join(here.target, 'good.txt'));
      execFileSync('mkfifo', [join(here.target, 'sub/x')]);
      await unpackResults(here.archive, here.target);
      expect(lstatSync(join(here.target, 'good.txt')).isFile()).toBe(true);
      expect(readFileSync(join(here.target, 'sub/x'), 'utf8')).toBe('new');
      expect(readFileSync(join(here.folder, 'outside/file'), 'utf8')).toBe('untouched');
    },
  );

  it('may stand in one that is not ours to write', async () => {
    const here = first();
    const shut = join(here.folder, 'shut');
    mkdirSync(join(shut, 'results'), { recursive: true });
    chmodSync(shut, 0o555);
    expect(await unpackResults(here.archive, join(shut, 'results'))).toEqual(['good.txt', 'sub/x']);
    expect(readdirSync(shut)).toEqual(['results']);
    chmodSync(shut, 0o755);
  });

  it('loses what a killed process has left there', async () => {
    const here = first();
    const { pid: dead } = spawnSync(process.execPath, ['--version']);
    const left = temporaryPath(here.target).replace(`-${process.pid}-`, `-${dead}-`);
    mkdirSync(left, { recursive: true });
    await unpackResults(here.archive, here.target);
    expect(readdirSync(here.target).sort()).toEqual(['good.txt', 'sub']);
  });

  it('may be the target of two at once', async () => {
    for (let round = 0; round < 10; round++) {
      const here = first();
      const all = [1, 2, 3].map(() => unpackResults(here.archive, here.target));
      for (const files of await Promise.all(all)) expect(files).toEqual(['good.txt', 'sub/x']);
      expect(readdirSync(here.target, { recursive: true }).sort()).toEqual(['good.txt', 'sub', join('sub', 'x')]);
      expect(readdirSync(here.folder).sort()).toEqual(['output.tgz', 'outside', 'results']);
    }
  });

  it.skipIf(process.platform === 'win32')('that can not be written is said', async () => {
    const here = first();
    await expectRejection('NOT_WRITABLE', () => unpackResults(here.archive, '/proc/results'));
    await expectRejection('NOT_WRITABLE', () => unpackResults(here.archive, '/proc'));
    await expectRejection('NOT_WRITABLE', () => unpackResults(here.archive, join(here.archive, 'results')));
  });
});
