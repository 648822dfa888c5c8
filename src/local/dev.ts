import { createServer } from 'vite';
import type { ProxyOptions } from 'vite';
import { checkout } from './checkout.ts';
import { loadEnvFile } from './env-file.ts';
import { nextFreePort } from './ports.ts';
import { siteSettings } from './site-settings.ts';
import { startStack } from './stack.ts';
import { stopOnSignals } from './stop-on-signals.ts';
import { sweepRegularly } from './sweep-regularly.ts';

// `npm run dev`: the local stack and the site, until Ctrl-C. `npm run dev -- --logs` shows what the functions print.

const say = (line: string) => process.stdout.write(`${line}\n`);

/** The wanted port, or the next one that is free, said aloud. */
async function choosePort(name: string, fallback: number): Promise<number> {
  const wanted = Number(process.env[name] ?? fallback);
  const port = await nextFreePort(wanted);
  if (port !== wanted) say(`Port ${wanted} is in use; taking ${port}. ${name} chooses another.`);
  return port;
}

loadEnvFile();
const ports = {
  site: await choosePort('OVERTIME_PORT', 8888),
  api: await choosePort('OVERTIME_API_PORT', 54321),
  database: await choosePort('OVERTIME_DB_PORT', 54322),
};

const stops: (() => Promise<void>)[] = [];
const stopAll = async () => {
  while (stops.length > 0) await stops.pop()?.();
};
stopOnSignals(stopAll);

try {
  const showsLogs = process.argv.includes('--logs');
  const stack = await startStack({
    name: 'dev',
    site: 'none',
    persist: true,
    studio: true,
    ports: { api: ports.api, database: ports.database },
    ...(showsLogs ? { onLog: say } : {}),
  });
  stops.push(() => stack.stop());
  stops.push(sweepRegularly(stack.siteUrl));

  // Vite stands in front and passes on the functions' addresses, so that a change of the site shows at once.
  Object.assign(process.env, siteSettings(stack));
  const functions: ProxyOptions = {
    target: stack.siteUrl,
    configure: (proxy) => {
      proxy.on('proxyRes', (answer, request) => say(`${request.method} ${request.url} ${answer.statusCode}`));
    },
  };
  const vite = await createServer({
    configFile: `${checkout}vite.config.ts`,
    clearScreen: false,
    logLevel: 'warn',
    server: {
      port: ports.site,
      strictPort: true,
      proxy: { '/api': functions, '/.netlify/functions': functions },
    },
  });
  stops.push(() => vite.close());
  await vite.listen();

  say(`\n  Site       http://localhost:${ports.site}`);
  if (stack.studioUrl) say(`  Studio     ${stack.studioUrl}`);
  if (stack.databaseUrl) say(`  Database   ${stack.databaseUrl}`);
  for (const user of stack.demoUsers) say(`  Demo login ${user.email}, ${user.password}`);
  say(`  Logs       .local/logs/dev-netlify.log${showsLogs ? '' : ', or here with: npm run dev -- --logs'}`);
  say('\nCtrl-C ends all of it.\n');
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  await stopAll();
  process.exitCode = 1;
}
