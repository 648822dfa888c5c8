import type { LanguageModelUsage, UserContent } from 'ai';
import type { z } from 'zod';
import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import { type AnswerForm, formFor, goesPlainer, requestForm } from './answer-form.ts';
import { type AskedModel, isSentTo } from './choose-models.ts';
import { reportCall } from './call-record.ts';
import { delimit, materialIsNotInstruction } from './delimit.ts';
import { longestAnswer, longestText } from './longest-answer.ts';
import { mapModelError, wasTurnedDown } from './map-error.ts';
import type { ModelChoice } from './model-choice.ts';
import { atStart, modelLabel } from './model-label.ts';
import { watchForStall } from './stall-watch.ts';
import type { PromptDocument } from './prompt-document.ts';
import { growingJson } from './unpack-json.ts';

/** The options of every kind of call. */
export interface CallRequest {
  readonly system: string;
  /** Text of users and documents in it is put between delimiters by {@link delimit}. */
  readonly prompt: string;
  /**
   * Sent as a file where the model reads PDF, otherwise as delimited text after the prompt. An image is sent only to
   * models that accept images.
   */
  readonly document?: PromptDocument | undefined;
  /** A model that the user asks for; without it, and when it cannot answer, those of the policy. */
  readonly asked?: AskedModel | undefined;
  /** The purpose of the call, in the usage row. */
  readonly purpose: string;
  /** Longest time for one call, in seconds. Default: what the attempt has. */
  readonly timeoutSeconds?: number | undefined;
  /** Longest silence within an answer, in seconds. Default 60; three times that before the first data. */
  readonly stallSeconds?: number | undefined;
}

interface ModelCall<T> extends Omit<CallRequest, 'asked'> {
  /** The answer where no model is configured, as text. */
  readonly sample?: (() => string) | undefined;
  /** Requests an object of this schema; without it, text. */
  readonly schema?: z.ZodType;
  /** Gets all of the answer so far, whenever there is more of it; of an object, only its JSON. */
  readonly onText?: ((text: string) => void | Promise<void>) | undefined;
  /** Reads the finished answer; the call fails when this throws. */
  readonly read: (text: string, finishReason: string | undefined) => T;
}

/** How often a running call's usage is estimated again, in milliseconds: no more often than it is flushed. */
const estimateIntervalMs = 1000;

/**
 * Makes one streamed model call. A model that takes no schema is asked again at once in a plainer form: as JSON, then as
 * text, with the schema in the prompt.
 *
 * @throws OvertimeError with a `model_*` code, what `read` throws, or the reason of `ctx.signal` when that aborts
 */
export async function callModel<T>(ctx: AttemptContext, choice: ModelChoice, call: ModelCall<T>): Promise<T> {
  const form = formFor(choice);
  try {
    return await callInForm(ctx, choice, call, form);
  } catch (error) {
    ctx.signal.throwIfAborted();
    const cause = error instanceof OvertimeError && call.schema !== undefined ? error.cause : undefined;
    if (!goesPlainer(choice, form, cause)) throw error;
    ctx.log(
      'warn',
      `${atStart(modelLabel(choice))} did not accept the schema of the answer. It is asked again without it.`,
    );
    return callModel(ctx, choice, call);
  }
}

/**
 * Makes one streamed model call, of bounded length and with a minimum pace: see `watchForStall`. `ctx.recordUsage`
 * reports it while it runs and when it ends, also by failure or abort.
 *
 * @throws OvertimeError with a `model_*` code, what `read` throws, or the reason of `ctx.signal` when that aborts
 */
async function callInForm<T>(
  ctx: AttemptContext,
  choice: ModelChoice,
  call: ModelCall<T>,
  form: AnswerForm,
): Promise<T> {
  ctx.signal.throwIfAborted();
  const [{ streamText, Output }, languageModel] = await Promise.all([import('ai'), choice.open(call.sample)]);

  const model = modelLabel(choice);
  const { output, instructions, providerOptions } = requestForm(Output, call.schema, form);
  const system = `${call.system}\n\n${materialIsNotInstruction}${instructions}`;
  const content = contentOf(choice, call);
  const stallSeconds = call.stallSeconds ?? 60;
  const stall = watchForStall(ctx.clock, model, {
    firstSeconds: 3 * stallSeconds,
    betweenSeconds: stallSeconds,
    totalSeconds: call.timeoutSeconds ?? Infinity,
    firstCharacterSeconds: 10 * stallSeconds,
    longest: { answer: longestAnswer(call.schema), reasoning: longestText },
  });

  const json = call.schema && growingJson();
  let text = '';
  let answer = '';
  let hasWords = false;
  let failure: { readonly error: unknown } | undefined;
  let reported: LanguageModelUsage | undefined;
  let finishReason: string | undefined;
  let firstTokenAt: number | null = null;
  let lastEstimateAt = ctx.clock.now();
  let responded = false;

  const report = reportCall(ctx, choice, call.purpose, () => {
    const unbilled = failure !== undefined && !responded && wasTurnedDown(failure.error);
    return {
      reported,
      inputCharacters: unbilled ? 0 : system.length + charactersOf(content, call.document),
      outputCharacters: text.length,
      firstTokenAt,
    };
  });

  try {
    report('running');
    const result = streamText({
      model: languageModel,
      instructions: system,
      messages: [{ role: 'user', content }],
      // Only the schema: parsed by the SDK, text is held back until it changes the partial object, and is lost
      // with a dropped stream.
      output,
      maxRetries: 0,
      // OpenAI's Responses API keeps every request for a month by default.
      providerOptions: { ...providerOptions, openai: { store: false } },
      abortSignal: AbortSignal.any([ctx.signal, stall.signal]),
      // Every event of the provider shows that it is alive, also one without text.
      include: { rawChunks: true },
      onError: ({ error }) => {
        failure ??= { error };
      },
    });
    try {
      for await (const part of result.stream) {
        // The first part comes before the request is sent.
        if (part.type !== 'start') stall.seen();
        switch (part.type) {
          case 'raw':
            responded = true;
            break;
          case 'reasoning-delta':
            firstTokenAt ??= ctx.clock.now();
            stall.wrote('reasoning', part.text.length);
            break;
          case 'text-delta':
            responded = true;
            firstTokenAt ??= ctx.clock.now();
            text += part.text;
            answer = json?.(text) ?? text;
            // Some models write blanks without end; whatever else precedes an object is thought.
            hasWords ||= /\S/.test(part.text);
            stall.wrote(answer === '' && hasWords ? 'reasoning' : 'answer', part.text.length);
            stall.signal.throwIfAborted();
            if (ctx.clock.now() - lastEstimateAt >= estimateIntervalMs) {
              lastEstimateAt = ctx.clock.now();
              report('running');
            }
            if (answer !== '') await call.onText?.(answer);
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
    } catch (error) {
      failure ??= { error };
    }
    throwIfEnded(ctx.signal, stall.signal);
    // What was held back, because it did not begin as JSON.
    if (answer === '' && json !== undefined) await call.onText?.(json(text, true));
    let value: T;
    try {
      value = call.read(text, failure === undefined ? finishReason : 'error');
    } catch (error) {
      // A stream that failed behind a whole object has lost nothing.
      throw failure === undefined ? error : mapModelError(failure.error, model, ctx.clock.now(), responded);
    }
    report('succeeded');
    return value;
  } catch (error) {
    throwIfEnded(ctx.signal, stall.signal);
    failure ??= { error };
    throw mapModelError(error, model, ctx.clock.now(), responded);
  } finally {
    stall.stop();
    report('failed');
  }
}

/** The job's own end takes precedence over any error of the stream after it. */
function throwIfEnded(job: AbortSignal, stall: AbortSignal): void {
  job.throwIfAborted();
  stall.throwIfAborted();
}

function contentOf(choice: ModelChoice, { prompt, document }: CallRequest): Exclude<UserContent, string> {
  if (document === undefined) return [{ type: 'text', text: prompt }];
  if (!isSentTo(choice, document)) {
    return [{ type: 'text', text: `${prompt}\n\n${delimit('document', document.text)}` }];
  }
  const { bytes: data, mediaType, kind } = document;
  // A fixed name: a file's own name is the user's text, and would be outside of the delimiters.
  const file = { type: 'file' as const, data, mediaType, filename: `document.${kind}` };
  return [file, { type: 'text', text: `${prompt}\n\nThe document is the attached file.` }];
}

/** A file counts by the characters of its text: its bytes say nothing about tokens. */
function charactersOf(content: Exclude<UserContent, string>, document: PromptDocument | undefined): number {
  return content.reduce(
    (sum, part) => sum + (part.type === 'text' ? part.text.length : (document?.text.length ?? 0)),
    0,
  );
}
