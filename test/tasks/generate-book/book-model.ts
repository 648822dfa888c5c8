import { HttpResponse, http, type HttpHandler } from 'msw/http';
import type { Provider } from '../../../src/overtime/contract.ts';
import { providerStubs } from '../../overtime/models/provider-stubs.ts';

/** What a call asks for, recognised by the words of its prompt. */
type Asked = 'look' | 'plan' | 'story' | 'scene' | 'review' | 'rewrite';

interface ModelCall {
  readonly asked: Asked;
  /** Of the scene that it is about, counted from 1; 0 for the whole book. */
  readonly scene: number;
  /** The request as it was sent. */
  readonly body: string;
}

/** Answers that differ from the ones below; undefined leaves them. */
type Instead = (call: ModelCall) => object | undefined | Promise<undefined>;

/** Before the other ones, whose colon msw takes for a parameter. */
const imageUrl = /^https:\/\/generativelanguage\.googleapis\.com\/.*nano-banana[^:]*:generateContent$/;
const speechUrl = /^https:\/\/generativelanguage\.googleapis\.com\/.*-tts:generateContent$/;

/** What a picture call asks for. */
export interface PictureCall {
  readonly prompt: string;
  /** The picture sent with it, in base64. */
  readonly reference: string | null;
}

/** 1 × 1 pixel. */
export const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** What Gemini answers when it draws, and when its rules do not let it. */
const drawing = {
  candidates: [
    {
      content: { parts: [{ inlineData: { mimeType: 'image/png', data: onePixel.toString('base64') } }] },
      finishReason: 'STOP',
    },
  ],
};
export const refusal = { candidates: [{ finishReason: 'IMAGE_SAFETY' }] };

/** 24 kHz, mono, 16 bit: half a second of silence. */
const silence = Buffer.alloc(24_000);

/** A provider that writes the book of Luna the dragon, draws it and reads it aloud. What it was asked is kept. */
export function bookModel(
  instead: Instead = () => undefined,
  provider: Provider = 'google',
  draws: (call: PictureCall) => object | undefined = () => undefined,
) {
  const { url, events } = providerStubs[provider];
  const calls: ModelCall[] = [];
  /** What was spoken, in the order in which it was asked for. */
  const spoken: string[] = [];
  /** What was drawn, likewise. */
  const drawn: PictureCall[] = [];
  const handlers: HttpHandler[] = [
    http.post(imageUrl, async ({ request }) => {
      const body = (await request.json()) as {
        contents: { parts: { text?: string; inlineData?: { data: string } }[] }[];
      };
      const [text, picture] = body.contents[0]?.parts ?? [];
      const call = { prompt: text?.text ?? '', reference: picture?.inlineData?.data ?? null };
      drawn.push(call);
      return HttpResponse.json(draws(call) ?? drawing);
    }),
    http.post(speechUrl, async ({ request }) => {
      const body = (await request.json()) as { contents: { parts: { text: string }[] }[] };
      spoken.push(body.contents[0]?.parts[0]?.text ?? '');
      const inlineData = { mimeType: 'audio/L16;codec=pcm;rate=24000', data: silence.toString('base64') };
      return HttpResponse.json({
        candidates: [{ index: 0, content: { role: 'model', parts: [{ inlineData }] }, finishReason: 'STOP' }],
      });
    }),
    http.post(url, async ({ request }) => {
      const body = await request.text();
      const call = { ...recognize(body), body };
      calls.push(call);
      const pieces = JSON.stringify((await instead(call)) ?? answerTo(call)).match(/.{1,60}/gs) ?? [];
      const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };
      return new HttpResponse(events(pieces, 'stop').join(''), { headers });
    }),
  ];
  return {
    handlers,
    calls,
    spoken,
    drawn,
    count: (asked: Asked) => calls.filter((call) => call.asked === asked).length,
  };
}

function recognize(body: string): { asked: Asked; scene: number } {
  if (body.includes('attached picture shows')) return { asked: 'look', scene: 0 };
  const written = /Write scene (\d) of/.exec(body)?.[1];
  if (written !== undefined) {
    return { asked: body.includes('An earlier version') ? 'rewrite' : 'scene', scene: Number(written) };
  }
  if (body.includes('Compare a scene')) {
    return { asked: 'review', scene: Number(/begin scene =+\\nScene (\d)/.exec(body)?.[1]) };
  }
  return { asked: body.includes('Work out the story') ? 'story' : 'plan', scene: 0 };
}

const places = ['the Moss Gate', 'the Whispering Pond', 'the Cloud Stairs', 'the Root Cellar', 'the Old Oak'];

function answerTo({ asked, scene, body }: ModelCall): object {
  switch (asked) {
    case 'look':
      return {
        appearance: 'A small dragon with one folded ear.',
        colors: ['purple'],
        features: ['folded ear'],
      };
    case 'plan':
      return {
        title: 'Luna and the Lost Lantern',
        premise: 'Luna looks for the lantern that lights the forest.',
        appearance: 'A small purple dragon with silver wings.',
        personality: 'Curious and kind; hums when she thinks.',
        places: body.includes('with 2 scenes') ? places.slice(0, 2) : places,
        cover: 'Luna holds up a lantern at night.',
      };
    case 'story':
      return {
        scenes: places.map((place) => ({
          title: `At ${place}`,
          event: `Luna learns something at ${place}.`,
        })),
      };
    case 'review':
      return { consistent: true, problems: [] };
    default:
      return {
        ...sceneAnswer(scene),
        ...(body.includes('of 2, and this') && { find: ['a golden key', 'an owl', 'three birds'] }),
      };
  }
}

export function sceneAnswer(scene: number, text = `Luna came to ${places[scene - 1]}.\n\n"Look!" she said.`) {
  return {
    title: `Scene at ${places[scene - 1]}`,
    text,
    shows: `Luna looks around at ${places[scene - 1]}.`,
  };
}
