import { HttpResponse, http, type HttpHandler } from 'msw/http';
import type { Provider } from '../../../src/contract.ts';
import { providerStubs } from '../../llm/provider-stubs.ts';

/** What a call asks for, told by the words of its prompt. */
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

/** Before the other one, whose colon msw takes for a parameter. */
const speechUrl = /^https:\/\/generativelanguage\.googleapis\.com\/.*-tts:generateContent$/;

/** 24 kHz, mono, 16 bit: half a second of silence. */
const silence = Buffer.alloc(24_000);

/** A provider that writes the book of Luna the dragon, and reads it aloud. What it was asked is kept. */
export function bookModel(instead: Instead = () => undefined, provider: Provider = 'google') {
  const { url, events } = providerStubs[provider];
  const calls: ModelCall[] = [];
  /** What was spoken, in the order in which it was asked for. */
  const spoken: string[] = [];
  const handlers: HttpHandler[] = [
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
        motif: 'dragon',
        color: 'purple',
        places: body.includes('with 2 scenes') ? places.slice(0, 2) : places,
        cover: {
          sky: 'night',
          ground: 'forest',
          motifs: [{ kind: 'moon', x: 80, y: 15, size: 15, color: 'gold' }],
        },
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
      return sceneAnswer(scene);
  }
}

export function sceneAnswer(scene: number, text = `Luna came to ${places[scene - 1]}.\n\n"Look!" she said.`) {
  const motif = (kind: string, x: number) => ({ kind, x, y: 60, size: 12, color: 'red' });
  return {
    title: `Scene at ${places[scene - 1]}`,
    text,
    picture: {
      sky: 'day',
      ground: 'forest',
      motifs: [
        motif('dragon', 50),
        motif('key', 10),
        motif('owl', 20),
        motif('owl', 30),
        motif('bird', 70),
        motif('tree', 90),
      ],
    },
  };
}
