import type { Contract } from '../contract.ts';
import { OvertimeError } from '../errors.ts';
import { corsHeaders } from './cors.ts';
import type { Handler } from './handler.ts';
import { openApiDocument } from './openapi/document.ts';
import { problem } from './problem.ts';

/** Answers the API's description (OpenAPI 3.1). It is public. */
export function openApi(contracts: readonly Contract[]): Handler {
  let document: string | undefined;
  return async (request) => {
    if (request.method !== 'GET') {
      return problem(
        new OvertimeError('method_not_allowed', 'This method is not allowed here. Use GET.', {
          headers: { Allow: 'GET' },
        }),
      );
    }
    document ??= JSON.stringify(openApiDocument(contracts));
    return new Response(document, {
      headers: {
        'content-type': 'application/openapi+json',
        'cache-control': 'public, max-age=300',
        ...corsHeaders(request, process.env),
      },
    });
  };
}
