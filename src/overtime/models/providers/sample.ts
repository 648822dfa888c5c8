import { OvertimeError } from '../../errors.ts';
import {
  rateLimitError,
  releasedNow,
  type SampleSettings,
  sampleSettings,
  spoil,
} from './sample-settings.ts';
import { scriptedAnswer } from './scripted-answers.ts';
import type {
  Environment,
  ModelProvider,
  OpenImageModel,
  OpenLanguageModel,
  OpenSpeechModel,
  Opening,
} from './provider.ts';

type Model = Extract<OpenLanguageModel, { specificationVersion: 'v4' }>;
type CallOptions = Parameters<Model['doStream']>[0];
type StreamPart =
  Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never;
type FinishPart = Extract<StreamPart, { type: 'finish' }>;

const charactersPerToken = 4;
/** Fewest characters per piece, and most pieces per second: about as fine as real models. */
const fewestCharacters = 4;
const mostPiecesPerSecond = 20;
/** How often the settings are read while an answer is held back, in milliseconds. */
const releaseIntervalMs = 25;

/**
 * Answers every call with the sample beside its prompt, without a key or a network. It implements the AI SDK's interface,
 * so that streaming, failures, abort and usage are as with a real model.
 */
export const sample: ModelProvider = {
  name: 'sample',
  requires: '',
  key: '',
  language: {
    modelVariable: '',
    defaultModel: 'sample',
    allowed: /^$/,
    readsPdf: false,
    readsImages: false,
    open: async (_, opening) => languageModel(opening),
  },
  speech: {
    modelVariable: '',
    defaultModel: 'sample',
    voices: { warm: 'warm', bright: 'bright', deep: 'deep' },
    longestText: Infinity,
    mediaType: 'audio/mpeg',
    open: async (_, opening) => speechModel(opening),
  },
  images: {
    modelVariable: '',
    defaultModel: 'sample',
    sizes: { landscape: {}, portrait: {}, square: {} },
    open: async (_, opening) => imageModel(opening),
  },
};

function languageModel({ env, clock, sample: write }: Opening<string>): Model {
  const answer = scriptedAnswer(env) ?? sampleOf(write);
  const start = async (options: CallOptions) => {
    const settings = await sampleSettings(env);
    if (settings.chaos.kind === 'rate-limit') throw rateLimitError(settings.chaos.seconds);
    const text = spoil(answer, settings.chaos);
    const pieces = paced(text, settings, env, clock, options.abortSignal);
    return { parts: partsOf(pieces, settings, options, text) };
  };
  return {
    specificationVersion: 'v4',
    provider: 'sample',
    modelId: 'sample',
    supportedUrls: {},
    doGenerate: () => Promise.reject(new Error('Every call is streamed.')),
    doStream: async (options) => ({ stream: streamOf((await start(options)).parts) }),
  };
}

function speechModel(opening: Opening<Promise<Uint8Array>>): OpenSpeechModel {
  const recording = sampleOf(opening.sample);
  return {
    specificationVersion: 'v4',
    provider: 'sample',
    modelId: 'sample',
    async doGenerate({ abortSignal }) {
      const audio = await pacedFile(recording, opening, abortSignal);
      return { audio, warnings: [], response: responseOf(opening) };
    },
  };
}

function imageModel(opening: Opening<Promise<Uint8Array>>): OpenImageModel {
  const picture = sampleOf(opening.sample);
  return {
    specificationVersion: 'v4',
    provider: 'sample',
    modelId: 'sample',
    maxImagesPerCall: 1,
    async doGenerate({ abortSignal }) {
      const image = await pacedFile(picture, opening, abortSignal);
      const usage = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
      return {
        images: [image],
        warnings: [],
        usage,
        response: { ...responseOf(opening), headers: undefined },
      };
    },
  };
}

const responseOf = ({ clock }: Opening<unknown>) => ({
  timestamp: new Date(clock.now()),
  modelId: 'sample',
});

/** The file is ready when the pace is over; `truncate` cuts it, and `garbage` replaces it. */
async function pacedFile(
  file: Promise<Uint8Array>,
  { env, clock }: Opening<unknown>,
  abortSignal: AbortSignal | undefined,
): Promise<Uint8Array> {
  // It is awaited below; if the answer fails before that, its rejection must not stay unhandled.
  file.catch(() => undefined);
  const { chaos, paceSeconds } = await sampleSettings(env);
  if (chaos.kind === 'rate-limit') throw rateLimitError(chaos.seconds);
  abortSignal?.throwIfAborted();
  if (paceSeconds > 0) await clock.sleep(paceSeconds * 1000, abortSignal);
  if (chaos.kind === 'drop') throw new TypeError('terminated');
  if (chaos.kind === 'garbage') return new TextEncoder().encode('{"error":"nothing today"}');
  const whole = await file;
  return chaos.kind === 'truncate' ? whole.slice(0, Math.ceil(whole.length / 2)) : whole;
}

/** @throws OvertimeError `model_not_configured` */
function sampleOf<Sample>(make: (() => Sample) | undefined): Sample {
  if (make !== undefined) return make();
  throw new OvertimeError(
    'model_not_configured',
    'No model is configured, and this call has no sample: set the key of one, or give the call a sample.',
  );
}

/**
 * Streams a text evenly over its pace, in pieces of a few characters. Each piece has its own due time, so that late
 * timers do not add up. Text that is not released yet is held back.
 */
async function* paced(
  text: string,
  { paceSeconds, released: releasedFirst }: SampleSettings,
  env: Environment,
  clock: Opening<string>['clock'],
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  const most = Math.ceil(text.length / fewestCharacters);
  const pieces = Math.max(
    1,
    paceSeconds > 0 ? Math.min(most, Math.ceil(paceSeconds * mostPiecesPerSecond)) : most,
  );
  const start = clock.now();
  let released = releasedFirst;
  for (let piece = 1; piece <= pieces; piece += 1) {
    const wait = start + (piece * paceSeconds * 1000) / pieces - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
    while (piece / pieces > released) {
      await clock.sleep(releaseIntervalMs, signal);
      released = (await releasedNow(env)) ?? released;
    }
    signal?.throwIfAborted();
    yield text.slice(
      Math.floor(((piece - 1) * text.length) / pieces),
      Math.floor((piece * text.length) / pieces),
    );
  }
}

async function* partsOf(
  pieces: AsyncIterable<string>,
  { chaos }: SampleSettings,
  options: CallOptions,
  text: string,
): AsyncGenerator<StreamPart> {
  yield { type: 'stream-start', warnings: [] };
  yield { type: 'response-metadata', modelId: 'sample' };
  yield { type: 'text-start', id: 'answer' };
  for await (const delta of pieces) {
    if (options.includeRawChunks === true) yield { type: 'raw', rawValue: delta };
    yield { type: 'text-delta', id: 'answer', delta };
  }
  // The words of fetch for a connection that was cut.
  if (chaos.kind === 'drop') throw new TypeError('terminated');
  yield { type: 'text-end', id: 'answer' };
  yield finish(chaos.kind === 'truncate', options, text);
}

function finish(isCut: boolean, options: CallOptions, text: string): FinishPart {
  const input = Math.ceil(JSON.stringify(options.prompt).length / charactersPerToken);
  const output = Math.ceil(text.length / charactersPerToken);
  return {
    type: 'finish',
    finishReason: { unified: isCut ? 'length' : 'stop', raw: undefined },
    usage: {
      inputTokens: { total: input, noCache: input, cacheRead: 0, cacheWrite: 0 },
      outputTokens: { total: output, text: output, reasoning: 0 },
    },
  };
}

/** ReadableStream.from would do, but its cancel waits for a generator that sleeps. */
function streamOf(parts: AsyncGenerator<StreamPart>): ReadableStream<StreamPart> {
  return new ReadableStream({
    async pull(controller) {
      const next = await parts.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    cancel() {
      parts.return(undefined).catch(() => undefined);
    },
  });
}
