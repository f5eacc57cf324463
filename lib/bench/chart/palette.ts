/** A colour for light surroundings and one for dark. */
export interface Hue {
  readonly light: string;
  readonly dark: string;
}

/**
 * Colours of bars and lines, after Okabe and Ito's set, which people tell apart whatever they see of red and green. Each has
 * a contrast of 3:1 with its background at least (a test holds that); hatching, dashes and markers tell them apart in print.
 */
export const SERIES: readonly Hue[] = [
  { light: '#0072b2', dark: '#4aa8e0' },
  { light: '#c65102', dark: '#f08c3c' },
  { light: '#008060', dark: '#2fc298' },
  { light: '#a8447e', dark: '#e39ac4' },
  { light: '#7a6a00', dark: '#e2d34a' },
  { light: '#3f3f9f', dark: '#a3a3ff' },
  { light: '#5a5a5a', dark: '#c4c4c4' },
  { light: '#8a3324', dark: '#ff9d8a' },
];

export const INK = {
  background: { light: '#ffffff', dark: '#15191e' },
  text: { light: '#1b1f24', dark: '#e8eaed' },
  /** Of less weight, and still 4.5:1. */
  faint: { light: '#57606a', dark: '#a5afba' },
  grid: { light: '#dfe3e8', dark: '#323a44' },
  axis: { light: '#6e7781', dark: '#8b949e' },
  warning: { light: '#9a3412', dark: '#ffab70' },
  /** Behind everything, so that no copy of the picture loses it. */
  mark: { light: '#b42318', dark: '#ff8a7a' },
  /** Lines of hatching upon the bars. */
  hatch: { light: '#ffffff', dark: '#15191e' },
} as const satisfies Readonly<Record<string, Hue>>;

/** Dashes of lines, by series. */
export const DASHES = ['', '7 4', '2 3', '10 3 2 3', '4 2', '12 4', '1 2', '6 2 1 2'] as const;

export const FONTS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

/** A series's place among the colours, round and round. */
export function seriesIndex(index: number): number {
  return index % SERIES.length;
}

function rules(scheme: keyof Hue): string {
  const ink = (name: keyof typeof INK): string => INK[name][scheme];
  return [
    `.ovc-bg{fill:${ink('background')}}`,
    `.ovc-text{fill:${ink('text')}}`,
    `.ovc-faint{fill:${ink('faint')}}`,
    `.ovc-warn{fill:${ink('warning')}}`,
    `.ovc-mark{fill:${ink('mark')}}`,
    `.ovc-grid{stroke:${ink('grid')}}`,
    `.ovc-axis{stroke:${ink('axis')}}`,
    `.ovc-error{stroke:${ink('text')}}`,
    `.ovc-gap{stroke:${ink('axis')}}`,
    `.ovc-halo{fill:${ink('background')};stroke:${ink('background')}}`,
    `.ovc-edge{stroke:${ink('background')}}`,
    `.ovc-hatch{stroke:${ink('hatch')};fill:${ink('hatch')}}`,
    ...SERIES.map((hue, index) => `.ovc-f${index}{fill:${hue[scheme]}}.ovc-s${index}{stroke:${hue[scheme]}}`),
  ].join('');
}

/** Colours of the charts: of a dark scheme where the reader has one, but never on paper. */
export function chartCss(): string {
  return `${rules('light')}@media screen and (prefers-color-scheme:dark){${rules('dark')}}`;
}
