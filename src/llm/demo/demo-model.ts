import type { LanguageModel } from 'ai';
import type { Clock } from '../../clock.ts';
import type { AttemptContext } from '../../task.ts';
import { answerTo } from './answer.ts';
import { type Chaos, rateLimitError, spoil } from './chaos.ts';
import { paced } from './pace.ts';
import { demoSettings } from './settings.ts';

type Model = Extract<LanguageModel, { specificationVersion: 'v4' }>;
type CallOptions = Parameters<Model['doStream']>[0];
type StreamPart =
  Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer Part> ? Part : never;
type FinishPart = Extract<StreamPart, { type: 'finish' }>;

const charactersPerToken = 4;

/**
 * A language model that needs no key and no network: it reads what the prompt's document lists, or makes
 * up what is asked for from the words of the prompt, and fills the schema with it. Same prompt, same answer. It speaks the AI SDK's
 * provider interface, so that everything around it is the real thing: streaming, pace, failures, abort.
 */
export function createDemoModel(env: AttemptContext['env'], clock: Clock): Model {
  const start = async (options: CallOptions) => {
    const { chaos, paceSeconds } = await demoSettings(env);
    if (chaos.kind === 'rate-limit') throw rateLimitError(chaos.seconds);
    const answer = spoil(answerTo(options), chaos);
    return { chaos, answer, pieces: paced(answer, paceSeconds, clock, options.abortSignal) };
  };

  return {
    specificationVersion: 'v4',
    provider: 'demo',
    modelId: 'demo',
    supportedUrls: {},

    async doGenerate(options) {
      const { chaos, answer, pieces } = await start(options);
      for await (const _ of pieces);
      if (chaos.kind === 'drop') throw new TypeError('terminated');
      const { finishReason, usage } = finish(chaos, options, answer);
      return { content: [{ type: 'text', text: answer }], finishReason, usage, warnings: [] };
    },

    async doStream(options) {
      const { chaos, answer, pieces } = await start(options);
      return { stream: streamOf(partsOf(pieces, chaos, options, answer)) };
    },
  };
}

async function* partsOf(
  pieces: AsyncIterable<string>,
  chaos: Chaos,
  options: CallOptions,
  answer: string,
): AsyncGenerator<StreamPart> {
  yield { type: 'stream-start', warnings: [] };
  yield { type: 'response-metadata', modelId: 'demo' };
  yield { type: 'text-start', id: 'answer' };
  for await (const delta of pieces) {
    // The SDK holds text back until it changes the partial object; a raw part shows life at once.
    if (options.includeRawChunks === true) yield { type: 'raw', rawValue: delta };
    yield { type: 'text-delta', id: 'answer', delta };
  }
  // The words with which fetch reports a connection that was cut.
  if (chaos.kind === 'drop') throw new TypeError('terminated');
  yield { type: 'text-end', id: 'answer' };
  yield finish(chaos, options, answer);
}

function finish(chaos: Chaos, options: CallOptions, answer: string): FinishPart {
  const input = Math.ceil(JSON.stringify(options.prompt).length / charactersPerToken);
  const output = Math.ceil(answer.length / charactersPerToken);
  return {
    type: 'finish',
    finishReason: { unified: chaos.kind === 'truncate' ? 'length' : 'stop', raw: undefined },
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
