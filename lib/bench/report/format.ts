/** Three significant digits, without an exponent: `0.0123`, `3.72`, `176`, `1234`. */
export function significant(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return String(Math.round(value));
  if (Math.abs(value) < 0.0001) return '0';
  return Number(value.toPrecision(3)).toFixed(
    Math.max(0, 2 - Math.floor(Math.log10(Math.abs(Number(value.toPrecision(3)))))),
  );
}

/** `3.72 ms`, `1.24 s`; a dash for what was not measured. */
export function duration(milliseconds: number | null): string {
  if (milliseconds === null) return '-';
  return milliseconds >= 1000 ? `${significant(milliseconds / 1000)} s` : `${significant(milliseconds)} ms`;
}

/** `248 MiB`, `1.46 GiB`; a dash for what is not known. */
export function memory(bytes: number | null): string {
  if (bytes === null) return '-';
  const mebibytes = bytes / 1024 ** 2;
  return mebibytes >= 1024 ? `${significant(mebibytes / 1024)} GiB` : `${significant(mebibytes)} MiB`;
}

const HINTS: Readonly<Record<string, string>> = { LATENCY: 'LAT', THROUGHPUT: 'TPUT', CUMULATIVE_THROUGHPUT: 'CUMUL' };

/** A hint as a column has room for it. */
export function shortHint(hint: string | null): string {
  return hint === null ? '-' : (HINTS[hint] ?? hint);
}

/** Text in lines of at most `width` characters; lines after the first are indented. Words longer than a line stay whole. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line.trimEnd());
      line = indent + word;
    } else line = line === '' ? word : line === indent ? line + word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** `1 request`, `4 requests`. */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}
