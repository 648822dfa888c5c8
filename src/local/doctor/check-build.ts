import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuiltFunction, buildFunctions } from '../build-functions.ts';
import { checkout } from '../checkout.ts';
import { functionNames } from '../netlify-folder.ts';
import { fault, type Finding, ok } from './finding.ts';

/** Builds the functions as Netlify would, and looks at what it makes of them. */
export async function checkBuild(env: Readonly<Record<string, string | undefined>>): Promise<Finding[]> {
  const folder = join(checkout, '.local', `doctor-${process.pid}`);
  try {
    return checkManifest(await buildFunctions(folder, env), await functionNames());
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? String(error);
    return [
      fault(`The functions cannot be built: ${said.trim().split('\n').at(-1)}`, 'npm run check says more.'),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What Netlify made of the doors: those in the background must run there, and the sweep by its clock. */
export function checkManifest(built: readonly BuiltFunction[], doors: readonly string[]): Finding[] {
  const names = built.map(({ name }) => name);
  const inBackground = (name: string) => name.endsWith('-background');
  const misplaced = built.filter(
    ({ name, invocationMode }) => inBackground(name) !== (invocationMode === 'background'),
  );
  const findings = [
    ...doors
      .filter((door) => !names.includes(door))
      .map((door) =>
        fault(`The function ${door} is not built.`, `netlify/functions/${door}.ts must export a default.`),
      ),
    ...misplaced.map(({ name, invocationMode }) =>
      fault(
        `The function ${name} would be deployed as ${invocationMode || 'a synchronous one'}.`,
        'The file name decides: …-background.ts for one in the background, and no `background` or `path` in a config.',
      ),
    ),
  ];
  const sweep = built.find(({ name }) => name === 'sweep');
  if (sweep && !sweep.schedule) {
    findings.push(
      fault(
        'The function sweep would be deployed without its schedule.',
        "netlify/functions/sweep.ts must export: const config: Config = { schedule: '* * * * *' }, as it stands here.",
      ),
    );
  }
  if (findings.length > 0) return findings;
  const count = names.filter(inBackground).length;
  return [
    ok(
      `${names.length} functions are built, ${count} of them in the background; the sweep runs at ${sweep?.schedule}`,
    ),
  ];
}
