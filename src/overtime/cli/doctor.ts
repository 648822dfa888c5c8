import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { boundedFetch } from '../bounded-fetch.ts';
import type { Provider } from '../contract.ts';
import { isMissing, schemaMismatch, type SchemaVersion } from '../engine/schema-version.ts';
import { counted } from '../counted.ts';
import { OvertimeError } from '../errors.ts';
import { fileBucket } from '../file-path.ts';
import { supabaseKeys, supabaseVariables, type Environment } from '../functions/environment.ts';
import { secretClient } from '../functions/supabase-clients.ts';
import { defaultModel } from '../models/choose-models.ts';
import { providersInTurn } from '../models/configuration.ts';
import type { ModelProvider } from '../models/providers/provider.ts';
import { registry } from '../models/providers/registry.ts';

/** One thing that was looked at. A fault keeps the system, or a part of it, from working; a warning does not. */
export interface Finding {
  readonly outcome: 'ok' | 'warning' | 'fault';
  readonly text: string;
  /** What to do about it, a step or a command each. Empty when all is well. */
  readonly remedies: readonly string[];
}

export interface Section {
  readonly title: string;
  readonly findings: readonly Finding[];
}

const ok = (text: string): Finding => ({ outcome: 'ok', text, remedies: [] });
const warning = (text: string, ...remedies: string[]): Finding => ({ outcome: 'warning', text, remedies });
const fault = (text: string, ...remedies: string[]): Finding => ({ outcome: 'fault', text, remedies });

const siteVariables = "the site's environment variables at Netlify, for builds and functions";
const apiKeys = 'Supabase → Project Settings → API Keys';
const logs = 'See the logs at Supabase, or of the function at Netlify.';

/** Prints what {@link examine} finds, for a person or as JSON. Returns the exit code: 1 when there is a fault. */
export async function doctor(env: Environment, asJson = false): Promise<0 | 1> {
  const sections = await examine(env);
  const all = sections.flatMap(({ findings }) => findings);
  const count = (wanted: string) => all.filter(({ outcome }) => outcome === wanted).length;
  const [faults, warnings] = [count('fault'), count('warning')];
  const marks = { ok: '✓', warning: '!', fault: '✗' };
  const lines = sections.map(({ title, findings }) => {
    const texts = findings.map(({ outcome, text, remedies }) => [`${marks[outcome]} ${text}`, ...remedies]);
    return [title, ...texts.map((one) => `  ${one.join('\n      ')}`), ''].join('\n');
  });
  lines.push(faults === 0 ? 'Nothing is wrong.' : `${counted(faults, 'problem')} to fix.`);
  if (warnings > 0) lines.push(`${counted(warnings, 'warning')}, marked with !.`);
  const report = { healthy: faults === 0, faults, warnings, sections };
  process.stdout.write(`${asJson ? JSON.stringify(report, null, 2) : lines.join('\n')}\n`);
  return faults === 0 ? 0 : 1;
}

/**
 * Looks at what a deployment needs. Changes nothing.
 *
 * @param env the variables as the functions of the deployment have them, and `SITE_URL`, where it is deployed
 * @param folder of the project, whose `netlify/functions` name its tasks. Default: the working directory.
 */
export async function examine(env: Environment, folder = process.cwd()): Promise<Section[]> {
  const settings = checkProjectSettings(env);
  const keys = settings.every(({ outcome }) => outcome !== 'fault') ? supabaseKeys(env) : null;
  const sections = {
    Settings: [...settings, ...checkSecrets(env)],
    Supabase: keys ? await checkProject(keys) : [],
    Models: await checkModels(env, keys && isLocal(keys.url) ? 'dev' : 'production'),
    Site: await checkSite(env['SITE_URL'] ?? '', join(folder, 'netlify', 'functions')),
  };
  const hide = withoutSecrets(env);
  const hidden = (one: Finding) => ({ ...one, text: hide(one.text), remedies: one.remedies.map(hide) });
  return Object.entries(sections)
    .filter(([, findings]) => findings.length > 0)
    .map(([title, findings]) => ({ title, findings: findings.map(hidden) }));
}

/** Takes the values of variables that are named like secrets out of a text, whatever brought them there. */
function withoutSecrets(env: Environment): (text: string) => string {
  const named = Object.entries(env).filter(([name]) => /KEY|SECRET|TOKEN|PASSWORD/.test(name));
  const values = named.map(([, value = '']) => value).filter(({ length }) => length >= 12);
  // One may begin with another.
  const secrets = values.toSorted((a, b) => b.length - a.length);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '(hidden)'), text);
}

/** The variables of the Supabase project: there, of the right shape, and not each in the other's place. */
function checkProjectSettings(env: Environment): Finding[] {
  const missing = Object.values(supabaseVariables).filter(([own, other]) => !env[own] && !env[other]);
  if (missing.length > 0) {
    const remedy = `Copy it from ${apiKeys} to ${siteVariables}.`;
    return missing.map(([own, other]) => fault(`${own} is not set (nor ${other}).`, remedy));
  }
  const keys = supabaseKeys(env);
  const nameOf = ([own, other]: readonly [string, string]) => (env[own] ? own : other);
  return [
    checkUrl(nameOf(supabaseVariables.url), keys.url),
    checkKey(nameOf(supabaseVariables.publishableKey), keys.publishableKey, 'publishable'),
    checkKey(nameOf(supabaseVariables.secretKey), keys.secretKey, 'secret'),
  ];
}

function checkUrl(variable: string, text: string): Finding {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isProject = url?.origin === text.replace(/\/$/, '') && !/(^|\.)supabase\.com$/.test(url.hostname);
  if (isProject && (url.protocol === 'https:' || isLocal(text))) return ok(`${variable} is ${url.origin}`);
  // Its value is not repeated: a connection string has a password in it.
  return fault(`${variable} is not the URL of a project.`, 'Set it to https://<ref>.supabase.co alone.');
}

function isLocal(url: string): boolean {
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);
}

/** Tells a key by its prefix, or by the role that a legacy one, a JWT, claims. */
function checkKey(variable: string, key: string, wanted: 'publishable' | 'secret'): Finding {
  const claims = Buffer.from(key.split('.')[1] ?? '', 'base64url').toString();
  const role = /"role":\s*"(anon|service_role)"/.exec(claims)?.[1];
  const isPublishable = key.startsWith('sb_publishable_') || role === 'anon';
  if (!isPublishable && !key.startsWith('sb_secret_') && role === undefined) {
    const remedy = `Copy it again from ${apiKeys}, whole and without quotes.`;
    return fault(`${variable} does not look like a key of Supabase.`, remedy);
  }
  const set = `Set it to the ${wanted} key of ${apiKeys}.`;
  if (isPublishable && wanted === 'secret') return fault(`${variable} holds a publishable key.`, set);
  if (!isPublishable && wanted === 'publishable') {
    const seen = 'Anyone who opened the site may have read it: make a new secret key, and delete this one.';
    return fault(`${variable} holds a secret key.`, set, seen);
  }
  if (role === undefined) return ok(`${variable} has the shape of a ${wanted} key`);
  return warning(`${variable} is a legacy key; they end in 2026.`, `Replace it by a new one of ${apiKeys}.`);
}

/** The secrets that are the project's to choose. A shorter one can be guessed. */
function checkSecrets(env: Environment): Finding[] {
  return ['DISPATCH_SECRET', 'SWEEP_SECRET'].flatMap((name) => {
    const { length } = env[name] ?? '';
    const short = fault(
      `${name} is ${length} long, and needs 32 characters.`,
      'Make one: openssl rand -hex 32',
    );
    return length === 0 ? [] : [length < 32 ? short : ok(`${name} is set`)];
  });
}

/** Both keys are tried with one function, which nobody but the secret key may call. */
async function checkProject(keys: ReturnType<typeof supabaseKeys>): Promise<Finding[]> {
  const supabase = secretClient(keys);
  const withPublishable = secretClient({ ...keys, secretKey: keys.publishableKey });
  const secret = await supabase.rpc('overtime_schema_version');
  if (secret.status === 0) {
    const remedy = 'Check the URL, and that the project is not paused; locally, start npm run dev.';
    return [fault(`The project at ${keys.url} cannot be reached.`, remedy)];
  }
  return [
    checkAnswer('publishable', await withPublishable.rpc('overtime_schema_version')),
    checkAnswer('secret', secret),
    ...checkRealtime((secret.data as SchemaVersion | null)?.realtime),
    ...(secret.status < 400 || isMissing(secret.error?.code) ? [await checkBucket(supabase)] : []),
  ];
}

type Client = ReturnType<typeof secretClient>;
type Answer = Awaited<ReturnType<Client['rpc']>>;

function checkAnswer(key: 'publishable' | 'secret', { data, error, status }: Answer): Finding {
  const call = 'execute on function public.overtime_schema_version';
  if (error && error.code !== '42501' && !isMissing(error.code)) {
    return status === 401 || status === 403
      ? fault(`The project rejects the ${key} key.`, `Copy it again from ${apiKeys} of this project.`)
      : fault(`The Data API answers the ${key} key with ${status} ${error.code}.`, logs);
  }
  if (key === 'publishable') {
    if (error) return ok('The publishable key may not call the engine');
    return fault('The publishable key may call the engine.', `revoke ${call} from public, anon;`);
  }
  if (error?.code === '42501') {
    return fault('The secret key may not call the engine.', `grant ${call} to service_role;`);
  }
  const schema = error ? null : (data as SchemaVersion);
  const mismatch = schemaMismatch(schema);
  if (mismatch) return fault(mismatch.text, mismatch.remedy);
  return ok(`The secret key may call the engine, version ${schema?.version}`);
}

/** The migrations make the policy only where Realtime is there when they run. */
function checkRealtime(isReady: boolean | null | undefined): Finding[] {
  if (isReady === true) return [ok('Realtime reports changes of jobs')];
  if (isReady !== false) return [];
  const remedy =
    'Run the block `do $realtime$ … $realtime$;` of the migration …_overtime.sql in the SQL editor.';
  return [warning('Realtime has no policy for jobs, so pages poll instead.', remedy)];
}

async function checkBucket({ storage }: Client): Promise<Finding> {
  const { data, error } = await storage.getBucket(fileBucket);
  if (data?.public === false) return ok(`The bucket ${fileBucket} is there, and private`);
  if (data) {
    const remedy = `update storage.buckets set public = false where id = '${fileBucket}';`;
    return fault(
      `The bucket ${fileBucket} is public: anyone who guesses an address can read the file.`,
      remedy,
    );
  }
  const { statusCode, status } = error as { statusCode?: string; status?: number };
  return statusCode === '404' || status === 404
    ? fault(`There is no bucket ${fileBucket}.`, 'Make it: Supabase → Storage → New bucket, private.')
    : fault(`Storage answers ${statusCode ?? status ?? 'nothing'}.`, logs);
}

/** Each provider that is configured is asked whether it knows the key and the model, which costs nothing. */
async function checkModels(env: Environment, deployContext: string): Promise<Finding[]> {
  const keys = Object.values(registry).flatMap(({ ping, requires }) => (ping ? [requires] : []));
  const setOne = `Set one of ${keys.join(', ')} in ${siteVariables}.`;
  try {
    const providers = Object.keys(registry) as Provider[];
    const fixedBy = [{ variable: 'LLM_PROVIDER', ability: 'language' }] as const;
    const inTurn = providersInTurn({ env, deployContext, providers }, fixedBy);
    if (inTurn.length > 0) return await Promise.all(inTurn.map((provider) => checkProvider(provider, env)));
    return [fault('No model is configured: production refuses every job with model_not_configured.', setOne)];
  } catch (error) {
    if (error instanceof OvertimeError) return [fault(error.message, setOne)];
    throw error;
  }
}

async function checkProvider(provider: ModelProvider, env: Environment): Promise<Finding> {
  const { name, requires, key, ping } = provider;
  if (!ping) return ok('No model is configured: samples answer, here and on previews');
  const { id, variable } = defaultModel(provider, env);
  if (id === '') return fault(`${variable} is not set.`, `Set it to the model that ${requires} serves.`);
  const { url, headers, has } = ping(id, env);
  const answer = await ask(url, { headers });
  if (!answer) return fault(`${name} cannot be reached.`, 'Check its base URL, and the network here.');
  const { status, body } = answer;
  // Google answers a wrong key with 400.
  if (status === 401 || status === 403 || body.includes('API_KEY_INVALID')) {
    return fault(`${name} rejects ${key}.`, 'Copy the key again, or make a new one.');
  }
  if (status === 200 && (has?.(body) ?? true)) return ok(`${name} accepts its key and has ${id}`);
  if (status === 200 || (status === 404 && answer.type.includes('json'))) {
    return fault(`${name} does not have the model ${id}.`, `Set ${variable} to one that it has.`);
  }
  const text = `${name} answers ${status} when asked for ${id}: some gateways do not list their models.`;
  return warning(text, 'Submit a job to see whether it works.');
}

/** Three functions are asked something that they refuse, so that no job is made. */
async function checkSite(siteUrl: string, functions: string): Promise<Finding[]> {
  const set = 'Set it to where the site is deployed, https://<name>.netlify.app';
  if (siteUrl === '') return [warning('SITE_URL is not set: no function was called.', set)];
  if (!(await ask(siteUrl))) return [fault('Nothing answers at SITE_URL.', `${set}; locally, npm run dev.`)];
  const files = existsSync(functions) ? readdirSync(functions).toSorted() : [];
  const task = files.map((name) => /^(.+)-trigger(\.[cm]?[jt]s)?$/.exec(name)?.[1]).find(Boolean);
  const names = task ? ['jobs', `${task}-trigger`, `${task}-background`] : ['jobs'];
  const findings = await Promise.all(names.map((name) => checkFunction(siteUrl, name)));
  const noTask = warning('netlify/functions has no …-trigger here.', "Run this in the project's folder.");
  return task ? findings : [...findings, noTask];
}

/** Whoever is not signed in gets 401; a background function is taken on by the platform (202) before it looks. */
async function checkFunction(siteUrl: string, name: string): Promise<Finding> {
  const address = new URL(`/.netlify/functions/${name}`, siteUrl).href;
  const answer = await ask(address, { method: name === 'jobs' ? 'GET' : 'POST' });
  if (!answer) return fault(`${name} does not answer.`, logs);
  const { status, said } = answer;
  if (name.endsWith('-background')) {
    if (status === 202) return ok(`${name} runs in the background`);
    const remedy = 'Name its file …-background.ts, and leave `background` and `path` out of its config.';
    if (said?.code === 'dispatch_rejected') return fault(`${name} runs while its caller waits.`, remedy);
  } else if (status === 401 && said?.code === 'unauthorized') {
    return ok(`${name} refuses callers who are not signed in`);
  }
  if (said) return fault(`${name} answers ${status} ${said.code}: ${said.detail}`, 'Fix that, and deploy.');
  return status === 404
    ? fault(`${name} is not there (404).`, 'Deploy this project, and see the deploy log.')
    : fault(`${name} answers ${status}, not as a function of Overtime.`, 'Is there a password on the site?');
}

/** A function that starts cold takes a second or two. */
const fetch = boundedFetch({ milliseconds: 20_000, maxBytes: 10 * 1024 * 1024 });

/** What a server answers. Null when it does not. No redirect is followed: it could lead anywhere, with a key. */
async function ask(url: string, init: RequestInit = {}) {
  try {
    const response = await fetch(url, { ...init, redirect: 'manual' });
    const type = response.headers.get('content-type') ?? '';
    const body = await response.text();
    const said = type.includes('problem+json')
      ? (JSON.parse(body) as { code: string; detail: string })
      : null;
    return { status: response.status, type, body, said };
  } catch {
    return null;
  }
}
