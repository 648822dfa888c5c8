import { createClient } from '@supabase/supabase-js';
import { nanoid } from 'nanoid';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { sampleSettings } from '../journeys/sample-settings.ts';
import { withDatabase } from '../journeys/with-database.ts';
import { stack } from '../support/file-stack.ts';
import { pages, signIn } from './open-page.ts';

const open = pages();
const sql = withDatabase();
const setSamples = sampleSettings();

/** A new user of the local stack, signed in on the page. */
async function newUser(page: Page): Promise<{ id: string; email: string; password: string }> {
  const [email, password] = [`user-${nanoid().toLowerCase()}@example.com`, `secret-${nanoid()}`];
  const supabase = createClient(stack.supabaseUrl, stack.publishableKey, { auth: { persistSession: false } });
  const { data, error } = await supabase.auth.signUp({ email, password });
  if (error !== null || data.user === null) throw error ?? new Error('Nobody signed up.');
  await enter(page, email, password);
  return { id: data.user.id, email, password };
}

async function enter(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).waitFor();
}

/** Answers a call to the auth server as its documentation has it, and returns what it was sent. */
async function answerAuth(page: Page, path: string, status: number, json: object): Promise<URL[]> {
  const asked: URL[] = [];
  await page.route(`**/auth/v1/${path}*`, (route) => {
    if (route.request().method() === 'OPTIONS') return route.continue();
    asked.push(new URL(`?${route.request().postData() ?? ''}`, route.request().url()));
    const headers = { 'access-control-allow-origin': '*', 'x-supabase-api-version': '2024-01-01' };
    return route.fulfill({ status, json, headers });
  });
  return asked;
}

test('an account is deleted with its jobs at work, its files and its rows, once its address is typed', async () => {
  setSamples({ paceSeconds: 20, chaos: [] });
  const { page } = await open('/scores');
  const { id, email, password } = await newUser(page);
  await sql`
    insert into public.rubrics (id, user_id, made_by, title, total_points, rubric, sample, created_at)
    values (${nanoid()}, ${id}, 'extract-rubric', 'Essay', 10, '{}', false, now())`;
  const supabase = createClient(stack.supabaseUrl, stack.publishableKey, { auth: { persistSession: false } });
  await supabase.auth.signInWithPassword({ email, password });
  for (const name of ['one/a.pdf', 'one/b.pdf', 'two/c.pdf']) {
    const stored = await supabase.storage
      .from('job-files')
      .upload(`${id}/${name}`, new ArrayBuffer(8), { contentType: 'application/pdf' });
    expect(stored.error).toBeNull();
  }
  await page.getByLabel('Title').fill('Dune');
  await page.getByLabel('Author').fill('Frank Herbert');
  await page.getByRole('button', { name: 'Score the book' }).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor();

  await page.goto('/account');
  const button = page.getByRole('button', { name: 'Delete my account' });
  await page.getByLabel('Type your email address').fill('somebody@example.com');
  expect(await button.isEnabled()).toBe(false);
  await page.getByLabel('Type your email address').fill(email);
  await button.click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();

  const left = await sql`
    select 'user' as place from auth.users where id = ${id}
    union all select 'job' from overtime.jobs where user_id = ${id}
    union all select 'rubric' from public.rubrics where user_id = ${id}
    union all select name from storage.objects where name like ${`${id}/%`}`;
  expect([...left]).toEqual([]);
});

test('a forgotten password: the link of the email leads to a new one, and the old one is refused', async () => {
  const { page, complaints } = await open('/grade');
  const { email, password } = await newUser(page);
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await page.getByRole('button', { name: 'Set a new one' }).click();
  await page.getByRole('heading', { name: 'Reset your password' }).waitFor();
  const asked = page.waitForRequest(/\/auth\/v1\/recover/);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  // It does not tell whether the account exists.
  await page.getByText(`If ${email} has an account, we sent it a link.`).waitFor();

  // The local stack sends no email. This is the link that a hosted project's has: the token is the auth server's own.
  const redirectTo = new URL((await asked).url()).searchParams.get('redirect_to');
  const [user] = await sql<{ token: string }[]>`
    select recovery_token as token from auth.users where email = ${email}`;
  const link = `${stack.supabaseUrl}/auth/v1/verify?${new URLSearchParams({
    token: user?.token ?? '',
    type: 'recovery',
    redirect_to: redirectTo ?? '',
  })}`;
  await page.goto(link);
  const changed = `${password}-changed`;
  await page.getByRole('heading', { name: 'Set a new password' }).waitFor();
  await page.getByRole('textbox', { name: 'New password' }).fill(changed);
  await page.getByRole('button', { name: 'Set the password' }).click();
  await page.getByText('Your password is changed.').waitFor();
  expect(complaints).toEqual([]);

  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Email and password do not match.').waitFor();
  await enter(page, email, changed);

  // The link works once.
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.goto(link);
  await page.getByText('This link has expired or was used already. Request a new one.').waitFor();
});

test('a link to sign in is requested, and one that has expired says so', async () => {
  const { page } = await open(
    '/#error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired',
  );
  await page.getByText('This link has expired or was used already. Request a new one.').waitFor();
  const asked = await answerAuth(page, 'otp', 200, {});
  await page.getByRole('button', { name: 'Get a link by email' }).click();
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByText('Open it in this browser to sign in.').waitFor();
  expect(decodeURIComponent(asked[0]?.search ?? '')).toContain('"create_user":false');
});

test('address and password are changed, and a user who signs out everywhere needs the new password', async () => {
  const { page, complaints } = await open('/account');
  const { email, password } = await newUser(page);
  const other = `new-${email}`;
  await page.getByLabel('New email address').fill(other);
  await page.getByRole('button', { name: 'Change the address' }).click();
  // The address changes when the link of the email is opened.
  await page.getByText(`Open the link that we sent to ${other}.`).waitFor();

  const changed = `${password}-changed`;
  await page.getByLabel('New password').fill(changed);
  await page.getByRole('button', { name: 'Change the password' }).click();
  await page.getByText('Your password is changed.').waitFor();
  expect(await page.getByLabel('New password').inputValue()).toBe('');

  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  expect(complaints).toEqual([]);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByText('Email and password do not match.').waitFor();
  await enter(page, email, changed);
});

test('signing out while a list is read leaves no error', async () => {
  const { page, complaints } = await open('/jobs');
  await newUser(page);
  await page.getByText('No jobs yet').waitFor();
  // Held until the session is gone.
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/api/jobs*', async (route) => {
    await held;
    await route.continue();
  });
  const asked = page.waitForRequest(/\/api\/jobs\?/);
  await page.getByLabel('Search titles').fill('Essay');
  await page.getByLabel('Search titles').press('Enter');
  await asked;
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();
  release();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await page.waitForLoadState('networkidle');
  expect(complaints).toEqual([]);
});

test('a refusal of the auth server is a plain sentence, its own words are folded', async () => {
  const { page } = await open('/');
  await answerAuth(page, 'recover', 500, { code: 'unexpected_failure', message: 'hook timed out' });
  await page.getByRole('button', { name: 'Set a new one' }).click();
  await page.getByLabel('Email').fill('ada@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('alert').waitFor();
  const details = page.getByText('hook timed out');
  expect(await details.isVisible()).toBe(false);
  await page.getByText('Technical details').click();
  expect(await details.isVisible()).toBe(true);
});

test('offline, a page says so and keeps what it has loaded', async () => {
  const { page, setOffline } = await open('/jobs');
  await signIn(page);
  await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
  await setOffline(true);
  await page.getByText('You are offline.').waitFor();
  expect(await page.getByRole('heading', { name: 'Jobs', exact: true }).isVisible()).toBe(true);
  await setOffline(false);
  await expect.poll(() => page.getByText('You are offline.').count()).toBe(0);
});
