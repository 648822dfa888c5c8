// What netlify would deploy: every function as `netlify build` makes it, with its size and the time that a
// fresh process takes to import it out of its own folder, as a cold start does.
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { unzipSync } from 'fflate';
import { buildFunctions } from '../../../src/local/build-functions.ts';
import { checkout } from '../../../src/local/checkout.ts';
import { quantile } from './stats.mjs';

const timeImport = `
  const begun = performance.now();
  await import(process.argv[1]);
  process.stdout.write(JSON.stringify(performance.now() - begun));
  process.exit(0);`;

/** One row per function: `{ name, zipKb, unpackedKb, importMs: [...] }`; kB are 1000 bytes. */
export async function builds({ node, repeats, log }) {
  const folder = path.join(checkout, '.local', `bench-build-${process.pid}`);
  const rows = [];
  try {
    log('netlify build');
    const functions = await buildFunctions(folder, process.env);
    for (const { name, path: file } of functions) {
      const zip = await readFile(path.join(folder, '.netlify', 'functions', path.basename(file)));
      const files = unzipSync(zip);
      const home = path.join(folder, 'unpacked', name);
      for (const [inside, bytes] of Object.entries(files)) {
        if (inside.endsWith('/')) continue;
        const target = path.join(home, inside);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, bytes);
      }
      // Netlify's own wrapper around it needs the platform.
      const entry = path.join(home, 'netlify', 'functions', `${name}.mjs`);
      const importMs = Array.from({ length: repeats }, () =>
        Number(execFileSync(node, ['--input-type=module', '-e', timeImport, entry], { encoding: 'utf8' })),
      );
      const unpackedKb = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0) / 1000;
      rows.push({ name, zipKb: zip.length / 1000, unpackedKb, importMs });
      log('build', name, `${Math.round(zip.length / 1000)} kB, ${Math.round(quantile(importMs, 0.5))} ms`);
      await rm(home, { recursive: true });
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return rows;
}
