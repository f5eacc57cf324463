import { chartCss, FONTS, INK } from './palette.js';

const PAPER = '#ffffff';

function variables(scheme: 'light' | 'dark'): string {
  const shown = { background: INK.background, text: INK.text, faint: INK.faint, line: INK.grid, warning: INK.warning };
  return Object.entries(shown)
    .map(([name, hue]) => `--${name}:${hue[scheme]}`)
    .join(';');
}

/** The report's style: it follows the reader's scheme, fits small screens, and is black on white on paper. */
export function pageCss(): string {
  return `:root{color-scheme:light dark;${variables('light')}}
@media screen and (prefers-color-scheme:dark){:root{${variables('dark')}}}
*{box-sizing:border-box}
body{margin:0 auto;padding:24px 20px 48px;max-width:1180px;background:var(--background);color:var(--text);font:15px/1.5 ${FONTS}}
h1{font-size:26px;line-height:1.25;margin:0 0 8px}
h2{font-size:19px;margin:36px 0 10px}
.marks{display:inline-block;border:2px solid var(--warning);border-radius:4px;padding:1px 10px;margin:0 8px 8px 0;color:var(--warning);font-weight:700;letter-spacing:.04em}
.headline,.failure{color:var(--warning);font-weight:600}
.faint{color:var(--faint)}
p{margin:6px 0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 18px;margin:14px 0}
dt{color:var(--faint)}dd{margin:0;overflow-wrap:anywhere}
figure{margin:18px 0;overflow-x:auto}
svg{display:block;max-width:100%;height:auto;margin:0 auto}
.small{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,500px),1fr));gap:0 20px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}
th,td{padding:5px 8px;border-bottom:1px solid var(--line);text-align:left;vertical-align:top}
th{color:var(--faint);font-weight:600;white-space:nowrap}
.n{text-align:right;white-space:nowrap}
.d{min-width:6em;max-width:26em;overflow-wrap:break-word}
li{margin:4px 0;overflow-wrap:anywhere}
.ovc-hit:focus{outline:none}
.ovc-hit:focus-visible{outline:2px solid var(--text);outline-offset:2px}
#tip{position:fixed;z-index:2;max-width:min(340px,90vw);padding:6px 10px;border-radius:5px;background:var(--text);color:var(--background);font-size:13px;line-height:1.4;pointer-events:none;overflow-wrap:anywhere}
#tip[hidden]{display:none}
@media print{
:root{color-scheme:light;--background:${PAPER};--text:#000;--faint:#333;--line:#bbb;--warning:#000}
body{max-width:none;padding:0;font-size:11pt}
#tip{display:none!important}
figure,tr,li,dl{break-inside:avoid}
figure,.scroll{overflow:visible}
figure svg{max-height:11cm}
.small{grid-template-columns:1fr 1fr}
.ovc-hit:focus-visible{outline:none}
h2{break-after:avoid}
table{font-size:8pt}th,td{padding:3px 5px}
}
${chartCss()}`;
}

/**
 * Tooltips where the mouse is or the focus: the text of a <title>, which shows them where scripts do not run. Left and right
 * go from one to the next, Escape hides.
 */
export const PAGE_SCRIPT = `(() => {
const tip = document.getElementById('tip');
const place = (x, y) => {
  const box = tip.getBoundingClientRect();
  tip.style.left = Math.max(6, Math.min(x - box.width / 2, innerWidth - box.width - 6)) + 'px';
  tip.style.top = (y - box.height - 12 < 6 ? y + 18 : y - box.height - 12) + 'px';
};
const show = (hit, x, y) => {
  tip.textContent = hit.dataset.tip;
  tip.hidden = false;
  place(x, y);
};
const hide = () => { tip.hidden = true; };
const showAt = (hit) => {
  const box = hit.getBoundingClientRect();
  show(hit, box.left + box.width / 2, box.top);
};
for (const hit of document.querySelectorAll('.ovc-hit')) {
  const title = hit.querySelector('title');
  hit.dataset.tip = title.textContent;
  hit.setAttribute('role', 'img');
  hit.setAttribute('aria-label', title.textContent);
  title.remove();
  hit.addEventListener('pointermove', (event) => show(hit, event.clientX, event.clientY));
  hit.addEventListener('pointerleave', hide);
  hit.addEventListener('focus', () => showAt(hit));
  hit.addEventListener('blur', hide);
  hit.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') hide();
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const all = [...hit.ownerSVGElement.querySelectorAll('.ovc-hit')];
    const next = step === 0 ? undefined : all[all.indexOf(hit) + step];
    if (!next) return;
    if (!next.hasAttribute('tabindex')) next.setAttribute('tabindex', '-1');
    next.focus();
  });
}
addEventListener('scroll', () => {
  const hit = document.activeElement;
  if (!tip.hidden && hit?.matches('.ovc-hit')) showAt(hit);
  else hide();
}, { passive: true, capture: true });
})();`;
