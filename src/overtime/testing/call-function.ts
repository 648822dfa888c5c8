import { nanoid } from 'nanoid';
import type { FunctionContext, Handler } from '../functions/handler.ts';

/** What netlify dev tells a function of its deploy. */
export const ofNetlifyDev: FunctionContext['deploy'] = { id: '', context: 'dev' };

/**
 * Calls a function as Netlify does: a background function is answered with 202 at once, and runs on.
 *
 * @param name the function's
 * @param goesOn gets work that goes on after the answer
 */
export async function callFunction(
  name: string,
  serve: Handler,
  request: Request,
  context: Pick<FunctionContext, 'deploy' | 'env'>,
  goesOn: (work: Promise<unknown>) => void,
): Promise<Response> {
  const answer = serve(request, { requestId: nanoid(), waitUntil: goesOn, ...context });
  if (!name.endsWith('-background')) return answer;
  goesOn(answer);
  return new Response(null, { status: 202 });
}
