import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { checkout } from './checkout.ts';

// Builds the package in src/overtime, as `npm pack` there asks for: its ESM and types, and the engine's migrations.
const folder = join(checkout, 'src', 'overtime');
for (const made of ['dist', 'migrations']) rmSync(join(folder, made), { recursive: true, force: true });

const tsc = join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' });

mkdirSync(join(folder, 'migrations'));
for (const migration of globSync('supabase/migrations/*_overtime*.sql', { cwd: checkout })) {
  copyFileSync(join(checkout, migration), join(folder, 'migrations', basename(migration)));
}
copyFileSync(join(checkout, 'LICENSE'), join(folder, 'LICENSE'));
