import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sparticuz, { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';
import { checkout } from '../../src/local/checkout.ts';

const systemPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Starts a Chromium: the one at `CHROMIUM_PATH`, else the system's, else the one that the package
 * registry carries. The last one's own flags are left out, since they switch web security off.
 */
export async function launchChromium(): Promise<Browser> {
  const installed = [process.env.CHROMIUM_PATH, ...systemPaths].find((path) => path && existsSync(path));
  const executablePath = installed ?? (await sparticuz.executablePath());
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...process.env, ...(installed ? {} : await missingLibraries(executablePath)) },
  });
}

/** A bare Linux lacks libraries that Chromium wants. The package carries them too, for Lambda. */
async function missingLibraries(executablePath: string): Promise<Record<string, string>> {
  const { stdout } = spawnSync('ldd', [executablePath], { encoding: 'utf8' });
  if (!stdout?.includes('not found')) return {};
  const libraries = join(tmpdir(), 'al2023', 'lib');
  if (!existsSync(libraries)) {
    await inflate(join(checkout, 'node_modules', '@sparticuz', 'chromium', 'bin', 'al2023.tar.br'));
  }
  return { LD_LIBRARY_PATH: libraries };
}
