import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeText } from './escape.js';
import { sfntOfWoff } from './woff.js';

/** The family that pictures are drawn with, whatever the machine has. */
export const FAMILY = 'DejaVu Sans';
const FILES = ['dejavu-sans-latin-400-normal.woff', 'dejavu-sans-latin-700-normal.woff'] as const;

/** Scripts that the package's font has; others come from the machine's fonts, where it has some. */
const FOREIGN = /[^\u0000-\u058f\u1d00-\u22ff\u2500-\u25ff\ufffd]/;

let prepared: Promise<boolean> | undefined;

/**
 * Makes text visible in what sharp draws, on machines without any font as well: those have boxes for letters, and sharp does
 * not tell. Has to be called before the first picture with text, for fontconfig reads its file once.
 *
 * @returns false where the optional package of the font is not installed: then the machine's own fonts are used.
 */
export function prepareFonts(text: string): Promise<boolean> {
  prepared ??= prepare(FOREIGN.test(text));
  return prepared;
}

async function prepare(withSystemFonts: boolean): Promise<boolean> {
  const fonts = await readFonts();
  if (fonts === undefined) return false;
  const folder = mkdtempSync(join(tmpdir(), 'ov-bench-fonts-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  for (const [index, font] of fonts.entries()) writeFileSync(join(folder, `${index}.ttf`), font);
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, configuration(folder, withSystemFonts));
  process.env.FONTCONFIG_FILE = file;
  return true;
}

async function readFonts(): Promise<Buffer[] | undefined> {
  try {
    const { resolve } = createRequire(import.meta.url);
    return await Promise.all(
      FILES.map(async (name) => sfntOfWoff(await readFile(resolve(`@fontsource/dejavu-sans/files/${name}`)))),
    );
  } catch {
    return undefined;
  }
}

/** The machine's own fonts are a slow search where there are many: only for what needs them. */
function configuration(folder: string, withSystemFonts: boolean): string {
  const system = process.env.FONTCONFIG_FILE ?? 'fonts.conf';
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
    '<fontconfig>',
    `<dir>${escapeText(folder, 4096)}</dir>`,
    withSystemFonts ? `<include ignore_missing="yes">${escapeText(system, 4096)}</include>` : '',
    `<cachedir>${escapeText(join(folder, 'cache'), 4096)}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}
