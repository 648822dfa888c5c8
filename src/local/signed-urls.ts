/**
 * Corrects @supabase/lite's answers for signed URLs, so that supabase-js and browsers meet what a hosted
 * project answers: the URL comes as `signedURL`, from below `/storage/v1`, and a `download` parameter names
 * the file that the browser saves.
 */
export async function mendSignedUrl(request: Request, response: Response): Promise<Response> {
  const url = new URL(request.url);
  if (!response.ok || !url.pathname.startsWith('/storage/v1/object/sign/')) return response;
  if (request.method === 'POST') {
    const { signedUrl } = (await response.json()) as { signedUrl?: string };
    if (signedUrl === undefined) throw new Error('The local Storage made no signed URL.');
    return Response.json({ signedURL: signedUrl.replace('/storage/v1', '') });
  }
  const name = url.searchParams.get('download');
  if (name === null) return response;
  const corrected = new Response(response.body, response);
  corrected.headers.set('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  return corrected;
}
