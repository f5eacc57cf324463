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

/** Which entries an archive may have. */
export interface EntryRules {
  readonly limits?: ArchiveLimits;
  /** How many leading parts of each path are left out when it is unpacked; none where nothing is said. */
  readonly strip?: number;
  /** Whether there may be symbolic links, within the archive: true where nothing is said. */
  readonly links?: boolean;
  /** Whether the folder itself is an entry, and its name before the others: `./`, `./a`, as `tar -C folder .` writes them. */
  readonly dot?: boolean;
  /** `portable` where nothing is said: names that mean the same on all systems. `unix` refuses control characters alone. */
  readonly names?: 'portable' | 'unix';
}

const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/;
/** Control characters, and what Windows refuses in a name. */
const BAD_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\\:*?"<>|]/;
/** The longest name of Linux's file systems. */
const LONGEST_NAME = 255;
const WINDOWS_DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Judges the entries of one archive before anything of it is written, and refuses the archive for the first bad one:
 * absolute paths, `..`, names that other systems read differently, two entries that a case-insensitive file system takes
 * for one, links that lead out or are led through, devices and hard links, and more than the limits allow.
 */
export class EntryGuard {
  readonly #archive: string;
  readonly #rules: Required<EntryRules>;
  readonly #kinds = new Map<string, ArchiveEntry['kind']>();
  #entries = 0;
  #byteLength = 0;

  constructor(archive: string, rules: EntryRules = {}) {
    this.#archive = archive;
    this.#rules = { limits: DEFAULT_LIMITS, strip: 0, links: true, dot: false, names: 'portable', ...rules };
  }

  /**
   * @returns the entry's path as it is to be unpacked, without a slash at its end; empty for a folder that is stripped.
   * @throws {OpenVINOError} `ARCHIVE_INVALID`
   */
  accept(entry: ArchiveEntry): string {
    const bare = entry.kind === 'folder' ? entry.path.replace(/\/$/, '') : entry.path;
    const whole = this.#rules.dot ? bare.replace(/^\.\//, '') : bare;
    const path = whole.split('/').slice(this.#rules.strip).join('/');
    const isDot = this.#rules.dot && /^\.\/?$/.test(entry.path);
    const isTop = entry.kind === 'folder' && (isDot || (path === '' && this.#nameComplaint(whole) === undefined));
    const complaint =
      this.#countComplaint(++this.#entries) ?? (isTop ? undefined : this.#complaint(whole, path, entry));
    if (complaint === undefined) return isTop ? '' : path;
    throw new OpenVINOError(
      'ARCHIVE_INVALID',
      `${printable(this.#archive)} is not unpacked: its entry "${printable(entry.path, 120)}" ${complaint}.`,
    );
  }

  #complaint(whole: string, path: string, entry: ArchiveEntry): string | undefined {
    return (
      this.#nameComplaint(whole) ??
      (path === '' ? 'lies outside the one top folder' : undefined) ??
      (this.#rules.links ? linkComplaint(path, entry) : kindComplaint(entry)) ??
      this.#placeComplaint(path, entry) ??
      this.#sizeComplaint(entry)
    );
  }

  #nameComplaint(path: string): string | undefined {
    return nameComplaint(path) ?? (this.#rules.names === 'portable' ? portabilityComplaint(path) : undefined);
  }

  #placeComplaint(path: string, { kind }: ArchiveEntry): string | undefined {
    const key = this.#rules.names === 'portable' ? path.normalize('NFC').toLowerCase() : path;
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
    const most = this.#rules.limits.byteLength;
    if (this.#byteLength > most) return `is too large: at most ${most} bytes are unpacked`;
    return this.#countComplaint(this.#kinds.size);
  }

  /** Of entries, for one may stand there again and again, and of places, for one path may have many. */
  #countComplaint(count: number): string | undefined {
    const most = this.#rules.limits.entries;
    return count > most ? `is one too many: at most ${most} are unpacked` : undefined;
  }
}

function nameComplaint(path: string): string | undefined {
  if (path === '' || path.length > 1024) return 'has no usable name';
  if (path.startsWith('/')) return 'is an absolute path';
  if (CONTROL_CHARACTERS.test(path)) return 'has a name with control characters';
  for (const part of path.split('/')) {
    if (part === '..') return 'leads out of its folder';
    if (part === '' || part === '.') return 'has an empty part in its path';
    if (Buffer.byteLength(part) > LONGEST_NAME) return 'has no usable name';
  }
  return undefined;
}

function portabilityComplaint(path: string): string | undefined {
  if (/^[a-z]:/i.test(path)) return 'is an absolute path';
  const isPortable = (part: string): boolean => !/[. ]$/.test(part) && !WINDOWS_DEVICES.test(part);
  if (!BAD_CHARACTERS.test(path) && path.split('/').every(isPortable)) return undefined;
  return 'has a name that is not portable';
}

function kindComplaint({ kind }: ArchiveEntry): string | undefined {
  return kind === 'file' || kind === 'folder' ? undefined : 'is neither a file nor a folder';
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
