import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './checkout.ts';

/** Takes over the variables of `.env`, where there is one. What the environment has already wins. */
export function loadEnvFile(): void {
  const file = join(checkout, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
}
