/* eslint-disable typescript/restrict-template-expressions -- plain JavaScript without types */
// Prints the rubrics in this folder: node test/documents/printed/print.mjs
import { writeFileSync } from 'node:fs';
import { launchChromium } from '../../support/chromium.ts';
const levels = ['Excellent', 'Good', 'Fair', 'Poor'];
const crit = [
  [
    'Thesis and argument',
    [15, 12, 8, 4],
    [
      'States a position that can be argued and keeps to it in every paragraph of the essay.',
      'Clear position, mostly kept.',
      'A position is present but broad, or lost on the way to the end.',
      'No position.',
    ],
  ],
  [
    'Use of sources',
    [10, 8, 5, 2],
    [
      'Five or more sources, all named.',
      'Three or four sources, which are named in the text and listed at the end of the work.',
      'Two sources.',
      'None.',
    ],
  ],
  [
    'Language',
    [5, 4, 3, 1],
    [
      'Free of errors.',
      'Few errors.',
      'Errors that disturb the reader in many of the sentences.',
      'Hard to read.',
    ],
  ],
];
const list = (t) =>
  `<ul><li>${t.split(' ').slice(0, 4).join(' ')}</li><li>${t.split(' ').slice(4).join(' ') || 'and more'}</li><li>keeps the form</li></ul>`;
const table = (cell = (p, t) => `<b>${p} points</b><br>${t}`, cls = '') =>
  `<table class="${cls}"><thead><tr><th>Criterion</th>${levels.map((l) => `<th>${l}</th>`).join('')}</tr></thead><tbody>${crit.map(([n, p, t]) => `<tr><td>${n}</td>${t.map((x, i) => `<td>${cell(p[i], x)}</td>`).join('')}</tr>`).join('')}</tbody></table>`;
const base =
  'body{font:12px Arial, sans-serif} table{border-collapse:collapse;width:100%} td,th{padding:6px;text-align:left}';
const lorem =
  'We measured how fast ten bean plants grew in red and in blue light. Each plant had the same soil and the same water for three weeks. The plants in red light grew taller on average. The difference was four centimetres, which is more than the spread within each group. We conclude that red light helps bean plants to grow, although the lamp itself is a source of error that cannot be ruled out entirely. ';
const pages = {
  ruledmiddle: [`td,th{border:1px solid #333;vertical-align:middle}`, '<h1>Essay rubric</h1>' + table()],
  acrossmiddle: [
    `tr{border-bottom:1px solid #999}`,
    '<h1>Essay rubric</h1>' + table((p, t) => `${p} points${list(t)}`),
  ],
  baremiddle: [``, '<h1>Essay rubric</h1>' + table()],
  barelistmiddle: [``, '<h1>Essay rubric</h1>' + table((p, t) => `${p} points${list(t)}`)],
  headline: [`td,th{vertical-align:top} th{border-bottom:2px solid #000}`, '<h1>Essay rubric</h1>' + table()],
  zebra: [
    `tbody tr:nth-child(odd){background:#eef} td,th{vertical-align:top}`,
    '<h1>Essay rubric</h1>' + table(),
  ],
  rounded: [
    `table{border-collapse:separate;border-spacing:0} td,th{border:1px solid #bbb;border-width:0 1px 1px 0;vertical-align:top} th{border-top-width:1px} td:first-child,th:first-child{border-left-width:1px} th:first-child{border-top-left-radius:8px} th:last-child{border-top-right-radius:8px} tr:last-child td:first-child{border-bottom-left-radius:8px} tr:last-child td:last-child{border-bottom-right-radius:8px}`,
    '<h1>Essay rubric</h1>' + table(),
  ],
  cards: [
    `table{border-collapse:separate;border-spacing:8px} td,th{border:1px solid #bbb;border-radius:6px;vertical-align:top}`,
    '<h1>Essay rubric</h1>' + table(),
  ],
  roundedbox: [
    `table{border-collapse:separate;border-spacing:0;border:1px solid #bbb;border-radius:10px;overflow:hidden} td,th{vertical-align:top;border-bottom:1px solid #ddd}`,
    '<h1>Essay rubric</h1>' + table(),
  ],
  grid: [
    `.r{display:grid;grid-template-columns:1fr 1fr 1fr 1fr 1fr;gap:8px;margin-bottom:14px}`,
    '<h1>Essay rubric</h1>' +
      `<div class=r><b>Criterion</b>${levels.map((l) => `<b>${l}</b>`).join('')}</div>` +
      crit
        .map(
          ([n, p, t]) =>
            `<div class=r><div>${n}</div>${t.map((x, i) => `<div>${p[i]} points<br>${x}</div>`).join('')}</div>`,
        )
        .join(''),
  ],
  canvas: [
    `table,td,th{border:1px solid #c7cdd1;vertical-align:top} .rs{padding:0} .rt{display:flex} .rt>div{flex:1;padding:6px;border-right:1px solid #c7cdd1} .rt>div:last-child{border:0}`,
    '<h2>Essay rubric</h2><table><tr><th>Criteria</th><th>Ratings</th><th>Pts</th></tr>' +
      crit
        .map(
          ([n, p, t], k) =>
            `<tr><td style="width:20%">${n}</td><td class=rs><div class=rt>${t
              .slice(0, 4 - (k % 2))
              .map((x, i) => `<div><b>${p[i]} pts</b><br><b>${levels[i]}</b><br>${x}</div>`)
              .join('')}</div></td><td>${p[0]} pts</td></tr>`,
        )
        .join('') +
      '<tr><td colspan=3>Total points: 30</td></tr></table>',
  ],
  longbare: [
    `td,th{vertical-align:top} td{padding-bottom:20px}`,
    '<h1>Essay rubric</h1>' +
      `<p>${lorem.repeat(4)}</p>` +
      table().replace(
        '</tbody>',
        [0, 1]
          .map((k) =>
            crit
              .map(
                ([n, p, t]) =>
                  `<tr><td>${n} ${k}</td>${t.map((x, i) => `<td>${p[i]} points ${(x + ' ').repeat(6)}</td>`).join('')}</tr>`,
              )
              .join(''),
          )
          .join('') + '</tbody>',
      ),
  ],
  upward: [
    `td,th{border:1px solid} .u{writing-mode:vertical-rl;transform:rotate(180deg)}`,
    '<h1>Essay rubric</h1>' +
      table().replaceAll(
        /<td>(Thesis and argument|Use of sources|Language)<\/td>/g,
        '<td><div class=u>$1</div></td>',
      ),
  ],
  d2l: [
    `table{border-collapse:separate;border-spacing:0;border:1px solid #ccc;border-radius:8px} td,th{border-left:1px solid #ccc;border-top:1px solid #ccc;padding:10px} tr:first-child th{border-top:0;background:#f9fafb} th:first-child,td:first-child{border-left:0}`,
    '<h3>Rubric: Essay</h3>' + table((p, t) => `<p>${p} points</p><p>${t}</p>`),
  ],
};
const browser = await launchChromium();
for (const [name, [css, body]] of Object.entries(pages)) {
  const page = await browser.newPage();
  await page.setContent(`<style>${base}${css}</style>${body}`);
  const margin = { top: '15mm', left: '15mm', right: '15mm', bottom: '15mm' };
  writeFileSync(
    new URL(`${name}.pdf`, import.meta.url),
    await page.pdf({ format: 'A4', margin, printBackground: true }),
  );
  await page.close();
}
await browser.close();
