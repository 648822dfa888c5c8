import { doctor } from '../overtime/cli/doctor.ts';
import { loadEnvFile } from './env-file.ts';
import { localKeys } from './stack.ts';

// `npm run doctor`: the package's doctor, at the deployment that `.env` names, or at the stack of `npm run dev` where
// none of Supabase's variables is set. `npm run --silent doctor -- --json` prints its findings for a program.
loadEnvFile();
const { env } = process;
const isSet = Object.keys(env).some((name) => /^SUPABASE_.*(URL|KEY)$/.test(name) && env[name]);
const localStack = {
  SUPABASE_URL: `http://127.0.0.1:${env['OVERTIME_API_PORT'] || 54321}`,
  SUPABASE_PUBLISHABLE_KEY: localKeys.publishableKey,
  SUPABASE_SECRET_KEY: localKeys.secretKey,
  SITE_URL: env['SITE_URL'] || `http://localhost:${env['OVERTIME_PORT'] || 8888}`,
};
process.exitCode = await doctor(isSet ? env : { ...env, ...localStack }, process.argv.includes('--json'));
