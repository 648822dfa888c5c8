import { examine, type Section } from './doctor/examine.ts';
import { hideSecrets } from './doctor/hide-secrets.ts';
import { loadEnvFile } from './env-file.ts';

// `npm run doctor`: looks at a deployment's settings, database, models and functions, and says how to mend what is
// wrong. Ends with 1 when there is a fault. `npm run --silent doctor -- --json` prints the findings for a program.

const marks = { ok: '✓', warning: '!', fault: '✗' } as const;

loadEnvFile();
const asJson = process.argv.includes('--json');
const hide = hideSecrets(process.env);
const say = (line: string) => process.stdout.write(`${hide(line)}\n`);

const sections: Section[] = [];
for await (const section of examine(process.env)) {
  sections.push(section);
  if (asJson) continue;
  say(`\n${section.title}`);
  for (const { outcome, text, remedies } of section.findings) {
    say(`  ${marks[outcome]} ${text}`);
    for (const remedy of remedies) say(`      ${remedy}`);
  }
}

const all = sections.flatMap(({ findings }) => findings);
const count = (wanted: string) => all.filter(({ outcome }) => outcome === wanted).length;
const [faults, warnings] = [count('fault'), count('warning')];
if (asJson) say(JSON.stringify({ healthy: faults === 0, faults, warnings, sections }, null, 2));
else {
  say(faults === 0 ? '\nNothing is wrong.' : `\n${faults === 1 ? '1 fault' : `${faults} faults`} to mend.`);
  if (warnings > 0) say(`${warnings === 1 ? '1 warning' : `${warnings} warnings`}, marked with !.`);
}
process.exitCode = faults === 0 ? 0 : 1;
