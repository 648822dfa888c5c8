import { decodeJwt, SignJWT } from 'jose';

/**
 * Corrects @supabase/lite's answers that sign a user in: its tokens lack `app_metadata` and `user_metadata`, which a hosted
 * project's have, and by which policies and the operator's functions decide.
 */
export async function mendAccessToken(
  request: Request,
  response: Response,
  jwtSecret: string,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  if (!response.ok || !/^\/auth\/v1\/(?:token|signup|verify)$/.test(pathname)) return response;
  const answer = (await response
    .clone()
    .json()
    .catch(() => null)) as {
    access_token?: string;
    user?: { app_metadata?: unknown; user_metadata?: unknown };
  } | null;
  if (typeof answer?.access_token !== 'string' || answer.user === undefined) return response;
  const { app_metadata, user_metadata } = answer.user;
  const token = await new SignJWT({ ...decodeJwt(answer.access_token), app_metadata, user_metadata })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(new TextEncoder().encode(jwtSecret));
  return Response.json({ ...answer, access_token: token }, { status: response.status });
}
