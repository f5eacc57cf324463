import { OpenVINOError } from '../errors.js';
import { printable } from './printable.js';

/** What an archive says of one of its entries. */
export interface ArchiveEntry {
  /** Path as it stands in the archive, with `/` between its parts. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'symlink' | 'other';
  readonly byteLength: number;
  /** Where a symbolic link points to. */
  readonly target?: string;
}

/** The most that a runtime's archive may hold. Today's hold 1,000 entries and 184 MB. */
export interface ArchiveLimits {
  readonly entries: number;
  readonly byteLength: number;
}

export const DEFAULT_LIMITS: ArchiveLimits = { entries: 20_000, byteLength: 2 * 1024 ** 3 };

/** Control characters, and what Windows refuses in a name. */
const BAD_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\\:*?"<>|]/;
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Judges the entries of one archive before anything of it is written, and refuses the archive for the first bad one:
 * absolute paths, `..`, names that other systems read differently, two entries that a case-insensitive file system takes
 * for one, links that lead out or are led through, devices and hard links, and more than the limits allow.
 */
export class EntryGuard {
  readonly #archive: string;
  readonly #limits: ArchiveLimits;
  readonly #strip: number;
  readonly #kinds = new Map<string, ArchiveEntry['kind']>();
  #byteLength = 0;

  /** @param strip how many leading parts of each path are left out when it is unpacked. */
  constructor(
    archive: string,
    { limits = DEFAULT_LIMITS, strip = 0 }: { limits?: ArchiveLimits; strip?: number } = {},
  ) {
    this.#archive = archive;
    this.#limits = limits;
    this.#strip = strip;
  }

  /**
   * @returns the entry's path as it is to be unpacked, without a slash at its end; empty for a folder that is stripped.
   * @throws {OpenVINOError} `ARCHIVE_INVALID`
   */
  accept(entry: ArchiveEntry): string {
    const whole = entry.kind === 'folder' ? entry.path.replace(/\/$/, '') : entry.path;
    const path = whole.split('/').slice(this.#strip).join('/');
    if (path === '' && entry.kind === 'folder' && nameComplaint(whole) === undefined) return '';
    const complaint =
      nameComplaint(whole) ??
      (path === '' ? 'lies outside the one top folder' : undefined) ??
      linkComplaint(path, entry) ??
      this.#placeComplaint(path, entry) ??
      this.#sizeComplaint(entry);
    if (complaint === undefined) return path;
    throw new OpenVINOError(
      'ARCHIVE_INVALID',
      `${printable(this.#archive)} is not unpacked: its entry "${printable(entry.path, 120)}" ${complaint}.`,
    );
  }

  #placeComplaint(path: string, { kind }: ArchiveEntry): string | undefined {
    const key = path.normalize('NFC').toLowerCase();
    const present = this.#kinds.get(key);
    if (present !== undefined && !(present === 'folder' && kind === 'folder'))
      return 'stands there twice, or differs from another one in case only';
    this.#kinds.set(key, kind);
    for (let end = key.lastIndexOf('/'); end > 0; end = key.lastIndexOf('/', end - 1)) {
      const parent = key.slice(0, end);
      const parentKind = this.#kinds.get(parent) ?? 'folder';
      if (parentKind !== 'folder') return `lies below a ${parentKind === 'symlink' ? 'symbolic link' : 'file'}`;
      this.#kinds.set(parent, 'folder');
    }
    return undefined;
  }

  #sizeComplaint({ byteLength }: ArchiveEntry): string | undefined {
    if (!Number.isSafeInteger(byteLength) || byteLength < 0) return 'has no valid size';
    this.#byteLength += byteLength;
    if (this.#kinds.size > this.#limits.entries) return `is one too many: at most ${this.#limits.entries} are unpacked`;
    if (this.#byteLength > this.#limits.byteLength)
      return `is too large: at most ${this.#limits.byteLength} bytes are unpacked`;
    return undefined;
  }
}

function nameComplaint(path: string): string | undefined {
  if (path === '' || path.length > 1024) return 'has no usable name';
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) return 'is an absolute path';
  if (BAD_CHARACTERS.test(path)) return 'has a name that is not portable';
  for (const part of path.split('/')) {
    if (part === '..') return 'leads out of its folder';
    if (part === '' || part === '.') return 'has an empty part in its path';
    if (/[. ]$/.test(part) || WINDOWS_DEVICES.test(part)) return 'has a name that is not portable';
  }
  return undefined;
}

function linkComplaint(path: string, { kind, target }: ArchiveEntry): string | undefined {
  if (kind === 'other') return 'is neither a file nor a folder nor a symbolic link';
  if (kind !== 'symlink') return undefined;
  if (target === undefined || target === '' || target.startsWith('/') || BAD_CHARACTERS.test(target))
    return 'is a link that leads out';
  const parts = target.split('/');
  const ups = parts.findIndex((part) => part !== '..');
  // `..` after a name could climb from wherever another link leads: only at the beginning does it mean what it says.
  if (ups === -1 || parts.slice(ups).some((part) => part === '..' || part === '.' || part === ''))
    return 'is a link that leads out';
  return ups > path.split('/').length - 1 ? 'is a link that leads out' : undefined;
}
