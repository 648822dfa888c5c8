import type { LanguageModelUsage, UserContent } from 'ai';
import { nanoid } from 'nanoid';
import type { z } from 'zod';
import { OvertimeError } from '../errors.ts';
import type { AttemptContext, CallUsage } from '../task.ts';
import { recordCall } from './call-record.ts';
import type { ModelChoice } from './model-choice.ts';
import { delimit, materialIsNotInstruction } from './delimit.ts';
import { mapModelError, wasTurnedDown } from './map-error.ts';
import { modelLabel } from './model-label.ts';
import { parseOutput } from './parse-output.ts';
import { watchForStall } from './stall-watch.ts';
import { storable } from './storable-json.ts';

/** A document to work on, as {@link streamObject} sends it. */
interface PromptDocument {
  readonly kind: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
  readonly text: string;
}

export interface ObjectRequest<Schema extends z.ZodType> {
  readonly choice: ModelChoice;
  readonly schema: Schema;
  readonly system: string;
  readonly prompt: string;
  /** Sent as a file where the model reads PDF, otherwise as delimited text behind the prompt. */
  readonly document?: PromptDocument | undefined;
  /** What the call is for, in the usage row. */
  readonly purpose: string;
  /** Gets what has been written so far, any part of it missing; at most every 250 ms. */
  readonly onPartial?: (partial: unknown) => void;
  /** Gets the number of characters received so far. */
  readonly onCharacters?: (count: number) => void;
  /** Longest silence in mid-answer, in seconds. Default 60; before the first sign of life it is three times that. */
  readonly stallSeconds?: number;
}

const partialIntervalMs = 250;

/** How often a running call's usage is estimated anew: no more often than it is flushed. */
const estimateIntervalMs = 1000;

/**
 * Makes one model call whose answer is an object of the schema, streamed as it is written. There is no
 * retry in here: the job's attempts are the one owner of retry, so that no failure is paid for twice.
 *
 * The call is reported by `ctx.recordUsage` while it runs and when it ends, also by failure or abort.
 *
 * @throws OvertimeError with a `model_*` code, or the reason of `ctx.signal` when that aborts
 */
export async function streamObject<Schema extends z.ZodType>(
  ctx: AttemptContext,
  request: ObjectRequest<Schema>,
): Promise<z.output<Schema>> {
  ctx.signal.throwIfAborted();
  const { choice, schema } = request;
  const { streamText, Output, parsePartialJson } = await import('ai');

  const model = modelLabel(choice);
  const system = `${request.system}\n\n${materialIsNotInstruction}`;
  const content = contentOf(request);
  const stallSeconds = request.stallSeconds ?? 60;
  const startedAt = ctx.clock.now();
  const stall = watchForStall(ctx.clock, model, {
    firstSeconds: 3 * stallSeconds,
    betweenSeconds: stallSeconds,
  });

  let text = '';
  let failure: { readonly error: unknown } | undefined;
  let reported: LanguageModelUsage | undefined;
  let finishReason: string | undefined;
  let firstTokenAt: number | null = null;
  let lastPartialAt = Number.NEGATIVE_INFINITY;
  let lastEstimateAt = startedAt;
  let responded = false;
  let ended = false;

  const callId = nanoid();
  const record = (outcome: CallUsage['outcome']) => {
    if (ended) return;
    ended = outcome !== 'running';
    const unbilled = failure !== undefined && !responded && wasTurnedDown(failure.error);
    recordCall(ctx, choice, request.purpose, startedAt, {
      id: callId,
      outcome,
      reported,
      inputCharacters: unbilled ? 0 : system.length + charactersOf(content, request.document),
      outputCharacters: text.length,
      firstTokenAt,
    });
  };
  // At once, not when the stream has wound down: the attempt writes its last row without waiting for it.
  const onAbort = () => record('aborted');
  ctx.signal.addEventListener('abort', onAbort, { once: true });

  try {
    record('running');
    const result = streamText({
      model: choice.model,
      instructions: system,
      messages: [{ role: 'user', content }],
      output: Output.object({ schema }),
      maxRetries: 0,
      // OpenAI's Responses API keeps every request for a month unless told not to.
      providerOptions: { openai: { store: false } },
      abortSignal: AbortSignal.any([ctx.signal, stall.signal]),
      // Every event of the provider is a sign of life, also those that carry no text.
      include: { rawChunks: true },
      onError: ({ error }) => {
        failure ??= { error };
      },
    });
    for await (const part of result.stream) {
      // The first part comes before the request is sent.
      if (part.type !== 'start') stall.seen();
      switch (part.type) {
        case 'raw':
          responded = true;
          break;
        case 'reasoning-delta':
          firstTokenAt ??= ctx.clock.now();
          break;
        case 'text-delta':
          responded = true;
          firstTokenAt ??= ctx.clock.now();
          text += part.text;
          request.onCharacters?.(text.length);
          if (ctx.clock.now() - lastEstimateAt >= estimateIntervalMs) {
            lastEstimateAt = ctx.clock.now();
            record('running');
          }
          if (request.onPartial !== undefined && ctx.clock.now() - lastPartialAt >= partialIntervalMs) {
            lastPartialAt = ctx.clock.now();
            const { value } = await parsePartialJson(text);
            if (value !== undefined) request.onPartial(storable(value));
          }
          break;
        case 'finish-step':
          reported = part.usage;
          finishReason = part.finishReason;
          break;
        case 'error':
          failure ??= { error: part.error };
          break;
        default:
      }
    }
    throwIfEnded(ctx.signal, stall.signal);
    if (failure !== undefined) throw mapModelError(failure.error, model, ctx.clock.now(), responded);
    const object = parseOutput(schema, text, finishReason, model);
    request.onPartial?.(object);
    record('succeeded');
    return object;
  } catch (error) {
    throwIfEnded(ctx.signal, stall.signal);
    failure ??= { error };
    throw mapModelError(error, model, ctx.clock.now(), responded);
  } finally {
    stall.stop();
    ctx.signal.removeEventListener('abort', onAbort);
    record('failed');
  }
}

/** The job's own end comes first: whatever the stream did after it is no news. */
function throwIfEnded(job: AbortSignal, stall: AbortSignal): void {
  job.throwIfAborted();
  if (stall.aborted && stall.reason instanceof OvertimeError) throw stall.reason;
}

function contentOf({ choice, prompt, document }: ObjectRequest<z.ZodType>): Exclude<UserContent, string> {
  if (document === undefined) return [{ type: 'text', text: prompt }];
  if (document.kind === 'pdf' && choice.readsPdf) {
    return [
      // The name is ours: a file name is the user's text and would stand outside of the material.
      { type: 'file', data: document.bytes, mediaType: document.mediaType, filename: 'document.pdf' },
      { type: 'text', text: `${prompt}\n\nThe document is the attached file.` },
    ];
  }
  return [{ type: 'text', text: `${prompt}\n\n${delimit('document', document.text)}` }];
}

/** A file counts with the characters of its text: its bytes say nothing about tokens. */
function charactersOf(content: Exclude<UserContent, string>, document: PromptDocument | undefined): number {
  return content.reduce(
    (sum, part) => sum + (part.type === 'text' ? part.text.length : (document?.text.length ?? 0)),
    0,
  );
}
