import { printable } from '../../runtime/printable.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that others wrote, for SVG and HTML: as content and between quotes. XML has no place for halves of characters. */
export function escapeText(text: string, maxLength = 400): string {
  return printable(text.replace(/\p{Surrogate}|[\ufffe\uffff]/gu, '\ufffd'), maxLength).replace(
    /[&<>"']/g,
    (character) => ENTITIES[character] as string,
  );
}

/** A coordinate to a hundredth of a pixel. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}
