import { readFile } from 'node:fs/promises';
import { createClient } from '@supabase/supabase-js';
import { createJobsClient } from '../overtime/client.ts';
import { extractRubric } from '../tasks/extract-rubric/contract.ts';
import { loadEnvFile } from './env-file.ts';
import { startStack, type Stack } from './stack.ts';
import { stopOnSignals } from './stop-on-signals.ts';

// `npm run demo`: a sample PDF through the three functions of extract-rubric, as any client would send it.

const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

async function demo({ supabaseUrl, publishableKey, siteUrl, demoUsers: [user] }: Stack): Promise<void> {
  const { DEMO_USER_EMAIL: email = user?.email, DEMO_USER_PASSWORD: password = user?.password } = process.env;
  if (!email || !password) {
    throw new Error('Set DEMO_USER_EMAIL and DEMO_USER_PASSWORD: a user of the project at SUPABASE_URL.');
  }
  const supabase = createClient(supabaseUrl, publishableKey, { auth: { persistSession: false } });
  const { error } = await supabase.auth.signInWithPassword({ email, password });
  if (error) throw new Error(`${email} could not sign in: ${error.message}`, { cause: error });
  say(`Signed in as ${email}.`);

  const client = createJobsClient({ supabase, baseUrl: siteUrl });
  const file = await readFile(new URL('samples/essay-rubric.pdf', import.meta.url), 'base64');
  const began = performance.now();
  const { jobId } = await client.submit(extractRubric, {
    file,
    fileName: 'essay-rubric.pdf',
    fileType: 'application/pdf',
  });
  say(`The trigger answered after ${seconds(began)}: job ${jobId}. The background function works on it.\n`);

  for await (const job of client.watch(extractRubric, jobId)) {
    const done = Math.round(job.progress / 5);
    const bar = '█'.repeat(done) + '░'.repeat(20 - done);
    say(`${bar} ${String(Math.round(job.progress)).padStart(3)} %  ${job.message ?? job.status}`);
    if (job.status === 'failed') throw new Error(`The job failed: ${job.error} (${job.errorCode})`);
    if (job.status !== 'completed') continue;
    const { attempts, tokenUsage, costUsd } = job.performance;
    say(`\n${job.result.rubricText}`);
    say(
      `Completed after ${seconds(began)}, attempts: ${attempts}, tokens: ${tokenUsage}, USD: ${costUsd ?? 'unknown'}.`,
    );
    if (job.sample) say('Made of samples. Set GEMINI_API_KEY, for one, to have a real model read the file.');
  }
  await supabase.auth.signOut({ scope: 'local' });
}

loadEnvFile();
// Slow enough to see the progress.
process.env['SAMPLE_PACE_SECONDS'] ??= '5';

say('Overtime, extract-rubric: a PDF through trigger, background and status.\n');
let stack: Stack | undefined;
stopOnSignals(async () => stack?.stop());
try {
  const began = performance.now();
  stack = await startStack({ name: 'demo', site: 'none', persist: false });
  say(
    `${stack.databaseUrl ? 'PostgreSQL, Supabase API and netlify dev' : 'netlify dev'}: ${seconds(began)}.`,
  );
  await demo(stack);
} catch (error) {
  process.exitCode = 1;
  say(`\n${error instanceof Error ? error.message : String(error)}`);
  say(
    'The logs of the functions and of the database are in .local/logs. After a change of versions: npm ci.',
  );
} finally {
  await stack?.stop();
}
// supabase-js would keep it for 10 s after its last channel.
process.exit();
