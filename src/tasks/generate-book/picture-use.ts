import { usesPictures } from '../../overtime/models.ts';
import { generateBook } from './contract.ts';

interface Deploy {
  readonly deploy: { readonly context: string };
}

/**
 * Answers `{ "used": … }`: whether a picture of the character would be used, so that a form can say so before it is
 * uploaded. Public: it tells nothing else of what is set up.
 */
export async function pictureUse(_request: Request, { deploy }: Deploy): Promise<Response> {
  const setup = { env: process.env, deployContext: deploy.context, providers: generateBook.policy.providers };
  return Response.json({ used: isUsed(setup) });
}

/** A set-up that no job could run with uses none. */
function isUsed(setup: Parameters<typeof usesPictures>[0]): boolean {
  try {
    return usesPictures(setup);
  } catch {
    return false;
  }
}
