import { execFileSync } from 'node:child_process';
import { copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import ts from 'typescript';
import { checkout } from './checkout.ts';

// Builds the package in src/overtime, as `npm pack` there asks for: its ESM and types, the engine's migrations, and the
// templates without types, for apps in JavaScript.
const folder = join(checkout, 'src', 'overtime');
for (const made of ['dist', 'migrations']) rmSync(join(folder, made), { recursive: true, force: true });

const tsc = join(checkout, 'node_modules', 'typescript', 'bin', 'tsc');
execFileSync(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' });

const { JsxEmit, ModuleKind, ScriptTarget } = ts;
const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ESNext, jsx: JsxEmit.Preserve };
const oxfmt = join(checkout, 'node_modules', '.bin', 'oxfmt');
for (const template of globSync('templates/**/*.{ts,tsx}', { cwd: folder })) {
  const { outputText } = ts.transpileModule(readFileSync(join(folder, template), 'utf8'), {
    compilerOptions,
  });
  // The compiler leaves blank lines out.
  const input = outputText.replace(/(?<!\n|\*\/)\n(?=\/\*\*|export |function |const |test\()/g, '\n\n');
  const path = join(folder, 'dist', template.replace(/\.ts(x?)$/, '.js$1'));
  mkdirSync(dirname(path), { recursive: true });
  const flags = [`--stdin-filepath=${basename(path)}`];
  writeFileSync(
    path,
    execFileSync(oxfmt, flags, { cwd: checkout, input, shell: process.platform === 'win32' }),
  );
}

mkdirSync(join(folder, 'migrations'));
for (const migration of globSync('supabase/migrations/*_overtime*.sql', { cwd: checkout })) {
  copyFileSync(join(checkout, migration), join(folder, 'migrations', basename(migration)));
}
for (const file of ['LICENSE', 'CHANGELOG.md']) copyFileSync(join(checkout, file), join(folder, file));
