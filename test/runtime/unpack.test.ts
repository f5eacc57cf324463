import { randomBytes } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ArchiveEntry, EntryGuard } from '../../lib/runtime/entry-guard.js';
import { parseRecord } from '../../lib/runtime/record.js';
import { readEntries } from '../../lib/runtime/tar-entries.js';
import { untar } from '../../lib/runtime/untar.js';
import { openZip } from '../../lib/runtime/unzip.js';
import { unpackWheel } from '../../lib/runtime/wheel.js';
import { recordOf, type TarEntry, tar, tgz, wheel, wheelFiles, type ZipEntry, zip } from './helpers/archives.js';
import { failure, temporaryFolder } from './helpers/temp.js';

const root = temporaryFolder('unpack');
let count = 0;

/** An archive on disk, in a folder of its own, and an empty folder to unpack in. */
function onDisk(bytes: Buffer): { archive: string; target: string; folder: string } {
  const folder = join(root, String(count++));
  mkdirSync(join(folder, 'target'), { recursive: true });
  writeFileSync(join(folder, 'archive'), bytes);
  return { archive: join(folder, 'archive'), target: join(folder, 'target'), folder };
}

const hostilePaths = [
  '/etc/passwd',
  '../evil',
  'a/../../evil',
  'a/..',
  'C:/evil',
  'c:evil',
  'a\\..\\evil',
  'a//b',
  './a',
  'a/./b',
  'a\x1b[2Jb',
  'a\nb',
  'a\x7fb',
  'a.',
  'a ',
  'con',
  'a/NUL.txt',
  'a:b',
  'x'.repeat(1025),
];

describe('the guard', () => {
  const accept = (...entries: (Partial<ArchiveEntry> & { path: string })[]): string[] => {
    const guard = new EntryGuard('an archive', { limits: { entries: 10, byteLength: 1000 } });
    return entries.map((entry) => guard.accept({ kind: 'file', byteLength: 1, ...entry }));
  };

  test('lets ordinary entries through', () => {
    expect(
      accept({ path: 'a/b.so.1' }, { path: 'a', kind: 'folder' }, { path: 'c/', kind: 'folder' }, { path: 'a/c' }),
    ).toEqual(['a/b.so.1', 'a', 'c', 'a/c']);
  });

  test.each(['', ...hostilePaths])('refuses the path %j', async (path) => {
    const error = await failure(() => accept({ path }));
    expect(error.code).toBe('ARCHIVE_INVALID');
    expect(/[\x00-\x1f\x7f]/.test(error.message)).toBe(false);
  });

  test.each([
    ['twice', [{ path: 'a' }, { path: 'a' }]],
    ['by case', [{ path: 'lib/A.so' }, { path: 'LIB/a.so' }]],
    ['by Unicode form', [{ path: '\u00e9' }, { path: 'e\u0301' }]],
    ['as file and folder', [{ path: 'a' }, { path: 'a/b' }]],
    ['as folder and file', [{ path: 'a/b' }, { path: 'A' }]],
    ['through a link', [{ path: 'a', kind: 'symlink' as const, target: 'b' }, { path: 'a/x' }]],
    ['through a link that comes later', [{ path: 'a/x' }, { path: 'a', kind: 'symlink' as const, target: 'b' }]],
  ])('refuses a second name for one place: %s', async (_name, entries) => {
    expect((await failure(() => accept(...entries))).code).toBe('ARCHIVE_INVALID');
  });

  test.each(['/etc', '..', '../..', '../../x', 'b/../../..', '../b/../x', './b', '', 'C:x', 'b//c'])(
    'refuses a link to %j',
    async (target) => {
      expect((await failure(() => accept({ path: 'a/l', kind: 'symlink', target }))).message).toContain('link');
    },
  );

  test.each(['b', 'b/c', '../x', '../b/c'])('lets a link to %s within the archive through', (target) => {
    expect(accept({ path: 'a/l', kind: 'symlink', target })).toEqual(['a/l']);
  });

  test('refuses devices, too many entries, too many bytes and senseless sizes', async () => {
    expect((await failure(() => accept({ path: 'a', kind: 'other' }))).message).toContain('neither a file');
    const many = Array.from({ length: 11 }, (_, i) => ({ path: `f${i}` }));
    expect((await failure(() => accept(...many))).message).toContain('at most 10');
    expect(
      (await failure(() => accept({ path: 'a', byteLength: 600 }, { path: 'b', byteLength: 401 }))).message,
    ).toContain('1000 bytes');
    for (const byteLength of [-1, Number.NaN, 2 ** 60]) {
      expect((await failure(() => accept({ path: 'a', byteLength }))).code).toBe('ARCHIVE_INVALID');
    }
  });

  test('strips the top folder, and judges what is left', async () => {
    const guard = new EntryGuard('an archive', { strip: 1 });
    expect(guard.accept({ path: 'top/', kind: 'folder', byteLength: 0 })).toBe('');
    expect(guard.accept({ path: 'top/a/b', kind: 'file', byteLength: 0 })).toBe('a/b');
    expect((await failure(() => guard.accept({ path: 'plain', kind: 'file', byteLength: 0 }))).message).toContain(
      'top folder',
    );
    expect((await failure(() => guard.accept({ path: '../a', kind: 'file', byteLength: 0 }))).code).toBe(
      'ARCHIVE_INVALID',
    );
    const out: ArchiveEntry = { path: 'top/l', kind: 'symlink', byteLength: 0, target: '../x' };
    expect((await failure(() => guard.accept(out))).message).toContain('leads out');
  });
});

describe('the guard of results', () => {
  const accept = (...paths: string[]): string[] => {
    const guard = new EntryGuard('an archive', { dot: true, links: false, names: 'unix' });
    return paths.map((path) => guard.accept({ path, kind: path.endsWith('/') ? 'folder' : 'file', byteLength: 1 }));
  };

  test('knows the folder itself, and takes names that only some systems have', () => {
    const names = [
      './',
      './a/',
      './a/b',
      'c',
      './C',
      './con',
      './a:b',
      './c:x',
      './a.',
      './a ',
      './a\\b',
      './*?"<>|',
      './é',
      './e\u0301',
    ];
    expect(accept(...names)).toEqual(['', ...names.slice(1).map((name) => name.replace(/^\.\/|\/$/g, ''))]);
  });

  test.each([
    '',
    '.',
    '/',
    './/',
    './/a',
    '././a',
    '../a',
    './../a',
    './a/../b',
    './a//b',
    './a\nb',
    './a\x9bb',
    `./${'é'.repeat(128)}`,
  ])('refuses the path %j', async (path) => {
    expect((await failure(() => accept(path))).code).toBe('ARCHIVE_INVALID');
  });

  test('refuses links, and the folder itself where it is not asked for', async () => {
    const guard = new EntryGuard('an archive', { links: false });
    const link = { path: 'l', kind: 'symlink', target: 'a', byteLength: 0 } as const;
    expect((await failure(() => guard.accept(link))).message).toContain('is neither a file nor a folder.');
    for (const path of ['./', '.', './a/']) {
      const error = await failure(() => new EntryGuard('an archive').accept({ path, kind: 'folder', byteLength: 0 }));
      expect(error.code).toBe('ARCHIVE_INVALID');
    }
  });

  test('counts a folder each time', async () => {
    const guard = new EntryGuard('an archive', { dot: true, limits: { entries: 3, byteLength: 9 } });
    for (let count = 0; count < 3; count++) guard.accept({ path: './', kind: 'folder', byteLength: 0 });
    const error = await failure(() => guard.accept({ path: './', kind: 'folder', byteLength: 0 }));
    expect(error.message).toContain('at most 3');
  });
});

describe('zip', () => {
  const unzip = async (entries: ZipEntry[] | Buffer): Promise<{ target: string; folder: string }> => {
    const { archive, target, folder } = onDisk(Buffer.isBuffer(entries) ? entries : zip(entries));
    const opened = await openZip(archive, { limits: { entries: 100, byteLength: 1_000_000 } });
    try {
      await opened.extract(opened.files, target);
    } finally {
      opened.close();
    }
    return { target, folder };
  };

  test('unpacks deflated and stored files', async () => {
    const content = Buffer.alloc(700_000, 'abc');
    const { target } = await unzip([
      { path: 'd/', mode: 0o040755 },
      { path: 'd/deflated', content },
      { path: 'stored', content: 'x', stored: true },
      { path: 'empty' },
    ]);
    expect(readFileSync(join(target, 'd/deflated')).equals(content)).toBe(true);
    expect(readFileSync(join(target, 'stored'), 'utf8')).toBe('x');
    expect(readFileSync(join(target, 'empty'), 'utf8')).toBe('');
  });

  test.each(hostilePaths)('writes nothing of an archive with the entry %j', async (path) => {
    const error = await failure(() =>
      unzip([
        { path: 'good', content: 'x' },
        { path, content: 'x' },
      ]),
    );
    expect(error.code).toBe('ARCHIVE_INVALID');
    const folder = join(root, String(count - 1));
    expect(readdirSync(folder).sort()).toEqual(['archive', 'target']);
    expect(readdirSync(join(folder, 'target'))).toEqual([]);
  });

  test.each<[string, ZipEntry]>([
    ['a symbolic link', { path: 'l', content: '/etc', mode: 0o120777 }],
    ['a device', { path: 'l', mode: 0o020666 }],
    ['an encrypted file', { path: 'l', content: 'x', flags: 1 }],
    ['a bomb that says so', { path: 'l', content: Buffer.alloc(1_100_000) }],
    ['a bomb that lies', { path: 'l', content: Buffer.alloc(900_000), claimedByteLength: 10 }],
    ['a file shorter than it says', { path: 'l', content: 'abc', claimedByteLength: 10 }],
    ['a stored file of another length', { path: 'l', content: 'abc', claimedByteLength: 10, stored: true }],
  ])('refuses %s', async (_name, entry) => {
    expect((await failure(() => unzip([entry]))).code).toBe('ARCHIVE_INVALID');
  });

  test('refuses what is no zip file, is cut short, or damaged inside', async () => {
    const good = zip([{ path: 'a', content: Buffer.alloc(5000, 'xyz') }]);
    const damaged = Buffer.from(good);
    damaged.fill(0xff, 32, 40);
    for (const bytes of [Buffer.alloc(0), Buffer.from('<html>'), good.subarray(0, -30), good.subarray(10), damaged]) {
      expect((await failure(() => unzip(bytes))).code).toBe('ARCHIVE_INVALID');
    }
  });
});

describe('tar', () => {
  const unpack = async (entries: TarEntry[] | Buffer, keep?: (path: string) => boolean): Promise<string> => {
    const { archive, target } = onDisk(Buffer.isBuffer(entries) ? entries : tgz(entries));
    await untar(archive, target, { limits: { entries: 100, byteLength: 1_000_000 }, ...(keep ? { keep } : {}) });
    return target;
  };

  test('unpacks files, folders and links below the top folder', async () => {
    const target = await unpack(
      [
        { path: 'top/', type: '5' },
        { path: 'top/lib/libtbb.so.12.13', content: 'tbb' },
        { path: 'top/lib/libtbb.so.12', type: '2', target: 'libtbb.so.12.13' },
        { path: 'top/python/x.so', content: 'no' },
      ],
      (path) => !path.startsWith('python'),
    );
    expect(readFileSync(join(target, 'lib/libtbb.so.12'), 'utf8')).toBe('tbb');
    expect(readlinkSync(join(target, 'lib/libtbb.so.12'))).toBe('libtbb.so.12.13');
    expect(readdirSync(target)).toEqual(['lib']);
  });

  test.each(hostilePaths.filter((path) => path.length < 90))(
    'writes nothing of an archive with the entry %j',
    async (path) => {
      for (const whole of [path, `top/${path}`]) {
        const good = { path: 'top/good', content: 'x' };
        expect((await failure(() => unpack([good, { path: whole, content: 'x' }]))).code).toBe('ARCHIVE_INVALID');
        const folder = join(root, String(count - 1));
        expect(readdirSync(folder).sort()).toEqual(['archive', 'target']);
        expect(readdirSync(join(folder, 'target'))).toEqual([]);
      }
    },
  );

  test.each<[string, TarEntry[]]>([
    ['a hard link', [{ path: 'top/l', type: '1', target: 'top/good' }]],
    ['a character device', [{ path: 'top/l', type: '3' }]],
    ['a FIFO', [{ path: 'top/l', type: '6' }]],
    ['a link that leads out', [{ path: 'top/l', type: '2', target: '../../../etc' }]],
    ['an absolute link', [{ path: 'top/l', type: '2', target: '/etc' }]],
    [
      'a file through a link',
      [
        { path: 'top/l', type: '2', target: 'x' },
        { path: 'top/l/passwd', content: 'x' },
      ],
    ],
    ['a size of eight gigabytes', [{ path: 'top/l', claimedByteLength: 0o77777777777 }]],
    [
      'more bytes than are accepted',
      [{ path: 'top/l', content: Buffer.alloc(1_100_000, 'no bomb by its ratio'.repeat(50)) }],
    ],
  ])('refuses %s', async (_name, entries) => {
    const good = { path: 'top/good', content: 'x' };
    expect((await failure(() => unpack([good, ...entries]))).code).toBe('ARCHIVE_INVALID');
    expect(readdirSync(join(root, String(count - 1), 'target'))).toEqual([]);
  });

  test('refuses a bomb by its ratio', async () => {
    const entries = [{ path: 'top/bomb', content: Buffer.alloc(900_000) }];
    expect(tgz(entries).length).toBeLessThan(5000);
    expect((await failure(() => unpack(entries))).code).toBe('ARCHIVE_INVALID');
  });

  test('refuses what has become hostile after it was judged', async () => {
    const big = Buffer.from(Array.from({ length: 4_000_000 }, (_, i) => (i * i) % 251));
    const head = gzipSync(
      tar([
        { path: 'top/first', content: 'x' },
        { path: 'top/big', content: big },
      ]).subarray(0, -1024),
      { level: 0 },
    );
    const tail = (path: string): Buffer => gzipSync(tar([{ path, content: 'evil' }]), { level: 0 });
    const { archive, target, folder } = onDisk(Buffer.concat([head, tail('top/last')]));
    let changes = 0;
    const change = (): boolean => {
      if (changes++ === 0) writeFileSync(archive, Buffer.concat([head, tail('../evil')]));
      return true;
    };
    expect((await failure(() => untar(archive, target, { keep: change }))).message).toContain('"../evil" leads out');
    expect(readdirSync(folder).sort()).toEqual(['archive', 'target']);
    expect(readdirSync(target)).toEqual(['first', 'big'].sort());
  });

  test('that becomes shorter while it is unpacked is refused, and nobody waits for the rest', async () => {
    const { archive, target } = onDisk(
      tgz([
        { path: 'top/first', content: 'x' },
        { path: 'top/big', content: randomBytes(4_000_000) },
      ]),
    );
    const cut = (): boolean => {
      truncateSync(archive, 3_000_000);
      return true;
    };
    expect((await failure(() => untar(archive, target, { keep: cut }))).message).toContain('unexpected end of file');
    const open = existsSync('/proc/self/fd') ? readdirSync('/proc/self/fd') : [];
    const files = open.map((name) =>
      existsSync(`/proc/self/fd/${name}`) ? readlinkSync(`/proc/self/fd/${name}`) : '',
    );
    expect(files.filter((file) => file.startsWith(root))).toEqual([]);
  });

  test('is told of when nobody works on it any more', async () => {
    const damaged = tar([{ path: 'a', content: randomBytes(300_000) }, { path: 'b' }]);
    damaged[damaged.lastIndexOf('b\0\0')] = 0x41;
    const { archive } = onDisk(gzipSync(damaged));
    const file = await open(archive);
    const done: string[] = [];
    const visit = async (entry: AsyncIterable<unknown> & { readonly path: string }): Promise<void> => {
      for await (const _piece of entry) await new Promise((resolve) => setTimeout(resolve, 100));
      done.push(entry.path);
    };
    const growth = { ratio: 100, fromByteLength: 0, byteLength: 1_000_000 };
    await expect(readEntries(file, growth, visit)).rejects.toThrow('checksum');
    expect(done).toEqual(['a']);
    await file.close();
  });

  test('may have much behind its end, which is only read', async () => {
    const plain = tar([{ path: 'top/a', content: 'x' }]);
    const zeros = gzipSync(Buffer.alloc(30_000_000));
    const { archive, target } = onDisk(Buffer.concat([gzipSync(plain), ...Array.from({ length: 7 }, () => zeros)]));
    await untar(archive, target, { growth: { ratio: 2000, fromByteLength: 0 } });
    expect(readdirSync(target)).toEqual(['a']);
  });

  test('keeps which files are executable, and no other mode', async () => {
    const target = await unpack([
      { path: 'top/run', content: 'x', mode: 0o6755 },
      { path: 'top/read', content: 'x', mode: 0o600 },
      { path: 'top/none', content: 'x', mode: 0 },
      { path: 'top/open/', type: '5', mode: 0o777 },
      { path: 'top/shut/', type: '5', mode: 0 },
    ]);
    const modes = ['run', 'read', 'none', 'open', 'shut'].map((name) => lstatSync(join(target, name)).mode & 0o7777);
    expect(modes).toEqual([0o755, 0o644, 0o644, 0o755, 0o755].map((mode) => mode & ~process.umask()));
  });

  test('goes on as far as the disk allows, and then no further', async () => {
    const { archive, target } = onDisk(
      tgz(Array.from({ length: 50 }, (_, i) => ({ path: `top/f${i}`, content: randomBytes(9000) }))),
    );
    writeFileSync(join(target, 'f20'), 'there already');
    await expect(untar(archive, target)).rejects.toMatchObject({ code: 'EEXIST' });
    const names = readdirSync(target);
    expect(names).toHaveLength(21);
    expect(readFileSync(join(target, 'f20'), 'utf8')).toBe('there already');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(readdirSync(target)).toEqual(names);
  });

  test('refuses what is no tar file, is cut short, or damaged', async () => {
    const plain = tar([
      { path: 'top/a', content: Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 251)) },
    ]);
    const damaged = Buffer.from(plain);
    damaged[3] = 0x41;
    const whole = gzipSync(plain);
    for (const bytes of [
      Buffer.from('<html>no</html>'),
      whole.subarray(0, -200),
      gzipSync(damaged),
      gzipSync(plain.subarray(0, 3000)),
    ]) {
      expect((await failure(() => unpack(bytes))).code).toBe('ARCHIVE_INVALID');
    }
  });
});

describe('wheel', () => {
  const unpack = async (bytes: Buffer): Promise<string> => {
    const { archive, target } = onDisk(bytes);
    expect(await unpackWheel(archive, target)).toBe('2026.4.1');
    return target;
  };

  test('keeps libraries, headers and licences in their layout, and leaves Python out', async () => {
    const target = await unpack(wheel('2026.4.1'));
    const names = readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(names.map((entry) => entry.name).sort()).toEqual([
      'METADATA',
      'RECORD',
      'WHEEL',
      'libopenvino.so.2641',
      'libopenvino_c.so.2641',
      'libtbb.so.12',
      'openvino.h',
    ]);
    expect(readFileSync(join(target, 'openvino/libs/../include/openvino/c/openvino.h'), 'utf8')).toContain('header');
  });

  test('a changed byte is found', async () => {
    const flip = (entry: ZipEntry): ZipEntry => {
      if (!entry.path.includes('libtbb')) return entry;
      const content = Buffer.from(entry.content ?? '');
      content[2000] = 1;
      return { ...entry, content };
    };
    const error = await failure(() => unpack(wheel('2026.4.1', (entries) => entries.map(flip))));
    expect(error.code).toBe('CHECKSUM_MISMATCH');
    expect(error.message).toContain('libtbb.so.12');
  });

  test.each<[string, (entries: ZipEntry[]) => ZipEntry[]]>([
    ['a file that RECORD does not list', (entries) => [...entries, { path: 'openvino/libs/evil.so', content: 'x' }]],
    ['a missing file', (entries) => entries.filter(({ path }) => !path.includes('libopenvino.so'))],
    ['no RECORD', (entries) => entries.filter(({ path }) => !path.endsWith('RECORD'))],
    [
      'a RECORD that is not understood',
      (entries) => entries.map((e) => (e.path.endsWith('RECORD') ? { ...e, content: 'junk' } : e)),
    ],
    [
      'another project',
      (entries) => entries.map((e) => ({ ...e, path: e.path.replace('openvino-2026', 'other-2026') })),
    ],
  ])('is refused with %s', async (_name, change) => {
    expect((await failure(() => unpack(wheel('2026.4.1', change)))).code).toBe('ARCHIVE_INVALID');
  });

  test('RECORD may quote, and must give a SHA-256 for each file', async () => {
    const sum = 'a'.repeat(43);
    expect([...parseRecord(`"a,""b""",sha256=${sum},3\r\nc,sha256=${sum}=,\n\nx.dist-info/RECORD,,\n`)]).toEqual([
      ['a,"b"', sum],
      ['c', sum],
    ]);
    expect(parseRecord(recordOf(wheelFiles('2026.4.1'), '2026.4.1')).size).toBe(8);
    for (const line of ['a,,', 'a,md5=abc,3', 'a,sha256=short,3', 'a', '"a,sha256=x,1']) {
      expect((await failure(() => parseRecord(line))).code).toBe('ARCHIVE_INVALID');
    }
  });
});
