import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chartsOf } from '../../../lib/bench/chart/index.js';
import { reportPage } from '../../../lib/bench/chart/page.js';
import { Chromium, findChromium, type Message } from '../../helpers/chromium.js';
import { testFolder } from '../../helpers/folder.js';
import { chartEntries, LATENCIES } from './entries.js';

const EVIL = `</title></desc></text><script>window.hacked = 1</script><img src="http://127.0.0.1:9/x" onerror="window.hacked = 2"> "'&`;
const program = findChromium();
const folder = join(testFolder(), 'report');
const url = pathToFileURL(join(folder, 'report.html')).href;

let browser: Chromium;
/** What must not be: messages of the console, exceptions, refused scripts. */
let complaints: string[];
let requests: string[];

function writeReport(): void {
  const [one, two] = chartEntries([
    { ...LATENCIES, requestedDevice: 'MULTI:CPU,MYRIAD', droppedDevices: ['MYRIAD'], simulated: true },
    { ...LATENCIES, requestedDevice: EVIL, executionDevices: ['GPU'], warnings: [EVIL] },
  ]);
  if (one === undefined || two === undefined) throw new Error('there are two entries');
  const entries = [one, { ...two, label: EVIL }];
  mkdirSync(folder);
  const page = reportPage({ entries, rows: entries, ...chartsOf({ bars: entries, rows: entries }) });
  writeFileSync(join(folder, 'report.html'), page);
}

function listen(method: string, params: Message): void {
  if (/^Runtime\.(exceptionThrown|consoleAPICalled)$|^Log\.entryAdded$/.test(method))
    complaints.push(JSON.stringify(params));
  const { request } = params as { request?: { url: string } };
  if (method === 'Network.requestWillBeSent' && request !== undefined) requests.push(request.url);
}

async function open(scheme: 'light' | 'dark', scripts = true): Promise<void> {
  await browser.send('Emulation.setScriptExecutionDisabled', { value: !scripts });
  await browser.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: scheme }] });
  await browser.open(url);
}

const tip = (): Promise<string> =>
  browser.evaluate(`document.getElementById('tip').hidden ? '' : document.getElementById('tip').textContent`);
/** Scrolling tells of itself in the frame after. */
const settled = (): Promise<unknown> =>
  browser.evaluate(
    'new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 50))))',
  );
const background = (): Promise<string> => browser.evaluate('getComputedStyle(document.body).backgroundColor');

it('a Chromium is here: apt-get install chromium (without one these tests are skipped, but not in CI)', (context) => {
  if (program !== undefined) return;
  if (process.env['CI'] === 'true') throw new Error('CI has to have Chromium: apt-get install chromium');
  context.skip('no Chromium is installed: apt-get install chromium');
});

describe.skipIf(program === undefined)('the report in a browser', () => {
  beforeAll(async () => {
    writeReport();
    browser = await Chromium.start(program as string);
    browser.on(listen);
  });
  afterAll(() => browser?.close());
  beforeEach(() => {
    complaints = [];
    requests = [];
  });

  it('opens without a complaint, and asks for nothing but itself', async () => {
    await open('light');
    expect(complaints).toEqual([]);
    expect(requests.filter((each) => !each.startsWith('data:'))).toEqual([url]);
  });

  it('shows names as they are: nothing in them runs', async () => {
    expect(await browser.evaluate('window.hacked ?? 0')).toBe(0);
    expect(await browser.evaluate('document.querySelectorAll("img, script").length')).toBe(1);
    expect(await browser.evaluate('document.querySelector("tbody").textContent')).toContain(EVIL.slice(0, 60));
  });

  it('has tooltips where the mouse is', async () => {
    const { x, y } = await browser.evaluate<{ x: number; y: number }>(
      `(() => { const bar = document.querySelector('.ovc-hit rect'); bar.scrollIntoView({ block: 'center' }); const box = bar.getBoundingClientRect(); return { x: box.x + box.width / 2, y: box.y + box.height / 2 }; })()`,
    );
    await settled();
    expect(await tip()).toBe('');
    await browser.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y });
    expect(await tip()).toMatch(/^MULTI:CPU,MYRIAD: 0\.176 seconds; MULTI:CPU,MYRIAD → CPU !; SIMULATED$/);
    await browser.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: 1, y: 1 });
    expect(await tip()).toBe('');
  });

  it('has tooltips where the focus is: by Tab and arrows, hidden by Escape', async () => {
    const press = async (key: string): Promise<void> => {
      const code = { Tab: 9, ArrowRight: 39, ArrowLeft: 37, Escape: 27 }[key];
      for (const type of ['keyDown', 'keyUp'])
        await browser.send('Input.dispatchKeyEvent', { type, key, windowsVirtualKeyCode: code });
    };
    await browser.evaluate(
      '(document.activeElement?.blur(), scrollTo(0, 0), document.querySelector("h1").setAttribute("tabindex", "-1"), document.querySelector("h1").focus())',
    );
    await press('Tab');
    expect(await tip()).toMatch(/^MULTI:CPU,MYRIAD: 0\.176 seconds/);
    await press('ArrowRight');
    expect(await tip()).toContain('<script>window.hacked');
    await press('ArrowLeft');
    expect(await tip()).toMatch(/^MULTI/);
    await press('Escape');
    expect(await tip()).toBe('');
    const inTimeline = `document.querySelector('#latency_timeline_1-title').parentElement.querySelector('.ovc-hit').focus()`;
    await browser.evaluate(inTimeline);
    await press('ArrowRight');
    // what is reached by the keyboard is scrolled to, and keeps its tooltip
    await settled();
    expect(await tip()).toMatch(/^inferences 26 to 50: median 4\.20 ms, from 2\.00 ms to 6\.00 ms$/);
  });

  it('tells the same by <title> where no script runs', async () => {
    await open('light', false);
    await browser.send('Emulation.setScriptExecutionDisabled', { value: false });
    expect(await browser.evaluate(`document.querySelector('.ovc-hit title').textContent`)).toMatch(
      /^MULTI:CPU,MYRIAD: 0\.176 seconds/,
    );
    expect(await tip()).toBe('');
  });

  it('follows the scheme of the reader, charts as well', async () => {
    const chart = (): Promise<string> => browser.evaluate(`getComputedStyle(document.querySelector('.ovc-bg')).fill`);
    const shown: string[] = [];
    for (const scheme of ['light', 'dark'] as const) {
      await open(scheme);
      const both = [await background(), await chart()];
      expect(both[0]).toBe(both[1]);
      shown.push(both[0] as string);
    }
    expect(shown).toEqual(['rgb(255, 255, 255)', 'rgb(21, 25, 30)']);
    expect(complaints).toEqual([]);
  });

  it('prints in black on white on a few pages, without tooltips, though the scheme is dark', async () => {
    await open('dark');
    await browser.evaluate(`document.querySelector('.ovc-hit').focus()`);
    await browser.send('Emulation.setEmulatedMedia', {
      media: 'print',
      features: [{ name: 'prefers-color-scheme', value: 'dark' }],
    });
    expect(await background()).toBe('rgb(255, 255, 255)');
    expect(await browser.evaluate(`getComputedStyle(document.querySelector('.ovc-text')).fill`)).toBe(
      'rgb(27, 31, 36)',
    );
    expect(await browser.evaluate(`getComputedStyle(document.getElementById('tip')).display`)).toBe('none');
    await browser.send('Emulation.setEmulatedMedia', { media: '' });
    const { data } = await browser.send('Page.printToPDF', { printBackground: true });
    const pdf = Buffer.from(data as string, 'base64').toString('latin1');
    const pages = pdf.match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThanOrEqual(2);
    expect(pages).toBeLessThanOrEqual(4);
  });

  it('fits a narrow screen: nothing but tables is wider', async () => {
    await browser.send('Emulation.setDeviceMetricsOverride', {
      width: 390,
      height: 800,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await open('light');
    expect(await browser.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await browser.send('Emulation.clearDeviceMetricsOverride');
  });
});
