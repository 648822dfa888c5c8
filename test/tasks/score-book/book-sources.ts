import { http, HttpResponse } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { providerStubs } from '../../overtime/models/provider-stubs.ts';
import {
  googleAnswer,
  googleUrl,
  googleVolume,
  hardcoverDocument,
  hardcoverReviews,
  hardcoverSearch,
  hardcoverUrl,
} from './catalogue-answers.ts';

type Answer = object | (() => Response | Promise<Response>);

export interface Sources {
  /** Answers to a search, one call after the other, the last one for ever. */
  readonly hardcover?: readonly Answer[];
  readonly reviews?: Answer;
  readonly google?: readonly Answer[];
  /** What the model writes, call by call. */
  readonly model?: readonly unknown[];
}

/** Both catalogues and the model at the network; what was sent to each is kept. */
export function bookSources() {
  const server = setupServer();
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
  afterEach(() => server.resetHandlers());
  afterAll(() => server.close());

  return function answerWith({
    hardcover = [hardcoverSearch(hardcoverDocument)],
    reviews = hardcoverReviews,
    google = [googleAnswer(googleVolume)],
    model = [scored],
  }: Sources = {}) {
    const sent = {
      searches: [] as string[],
      headers: [] as Headers[],
      volumes: [] as URL[],
      prompts: [] as string[],
    };
    server.use(
      http.post(hardcoverUrl, async ({ request }) => {
        const { query, variables } = (await request.json()) as {
          query: string;
          variables: { query?: string };
        };
        sent.headers.push(request.headers);
        if (query.includes('user_books')) return respond(reviews);
        sent.searches.push(variables.query ?? '');
        return respond(inTurn(hardcover, sent.searches.length));
      }),
      http.get(googleUrl, ({ request }) => {
        sent.volumes.push(new URL(request.url));
        return respond(inTurn(google, sent.volumes.length));
      }),
      http.post(providerStubs.google.url, async ({ request }) => {
        sent.prompts.push(await request.text());
        const text = JSON.stringify(inTurn(model, sent.prompts.length));
        const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };
        const pieces = text.match(/.{1,30}/gs) ?? [];
        return new HttpResponse(providerStubs.google.events(pieces, 'stop').join(''), { headers });
      }),
    );
    return sent;
  };
}

/** The scores of the seed's example. */
export const scored = {
  scores: { readability: 85, grammar: 88, prose: 82, polish: 84, pacing: 80 },
  summary: 'Readers praise the dialogue and the pace.',
};

function inTurn<T>(answers: readonly T[], call: number): T {
  return answers[Math.min(call, answers.length) - 1] as T;
}

async function respond(answer: Answer): Promise<Response> {
  return typeof answer === 'function' ? answer() : HttpResponse.json(answer);
}
