import { stack } from '../support/file-stack.ts';

/** Calls the sweep as its schedule would. Resolves when it is through. */
export async function sweepNow(): Promise<Response> {
  return fetch(new URL('/.netlify/functions/sweep', stack.siteUrl), { method: 'POST' });
}
