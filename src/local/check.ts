import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkout } from './checkout.ts';

// `npm run check`: everything that can be said of the code without running it, and how it is built. It
// stops at the first kind of fault.
const checks = [
  { name: 'Types', command: ['tsc', '-p', '.'] },
  { name: 'Lint', command: ['oxlint', '--type-aware'] },
  { name: 'Format', command: ['oxfmt', '--check', '.'], remedy: 'npm run format' },
  { name: 'Unused code', command: ['knip', '--no-config-hints'] },
  {
    name: 'Structure, build, schemas and database advisors',
    command: ['vitest', 'run', '--project', 'structure'],
  },
];

for (const { name, command, remedy } of checks) {
  const [program = '', ...parameters] = command;
  const began = performance.now();
  const { status } = spawnSync(join(checkout, 'node_modules', '.bin', program), parameters, {
    cwd: checkout,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(`\n✗ ${name}${remedy ? `: ${remedy}` : ''}`);
    process.exit(1);
  }
  console.log(`✓ ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}
