import { nanoid } from 'nanoid';
import type { AttemptContext, CallUsage } from '../task.ts';
import type { ModelName } from './model-choice.ts';
import { costUsd } from './prices.ts';

/** What a provider counted, as far as it did. */
export interface ReportedTokens {
  readonly inputTokens: number | undefined;
  readonly outputTokens: number | undefined;
  readonly inputTokenDetails?: { readonly cacheReadTokens: number | undefined };
  readonly outputTokenDetails?: { readonly reasoningTokens: number | undefined };
}

/** What is known of a call while it runs, or at its end. */
export interface CallState {
  readonly reported: ReportedTokens | undefined;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  /** The length of a spoken text: the call is billed by it, unless its provider counts tokens. */
  readonly spokenCharacters?: number;
  readonly firstTokenAt: number | null;
}

/** Characters per token, the providers' rule of thumb for English text. */
const charactersPerToken = 4;

/**
 * Starts the report of a model call. The returned functions report the call's state, as `measure` finds it: any number
 * of times while it runs, and once at its end (only the first end counts). An abort of the job ends it, too.
 */
export function reportCall(
  ctx: AttemptContext,
  choice: ModelName,
  purpose: string,
  measure: () => CallState,
): (outcome: CallUsage['outcome']) => void {
  const id = nanoid();
  const startedAt = ctx.clock.now();
  let ended = false;
  // At once, not when the call has ended: the attempt writes its last row without waiting for it.
  const onAbort = () => report('aborted');
  ctx.signal.addEventListener('abort', onAbort);

  function report(outcome: CallUsage['outcome']): void {
    if (ended) return;
    ended = outcome !== 'running';
    if (ended) ctx.signal.removeEventListener('abort', onAbort);
    ctx.recordUsage({
      id,
      provider: choice.provider,
      model: choice.modelId,
      purpose,
      outcome,
      ...counted(choice, outcome, measure(), startedAt),
      startedAt: new Date(startedAt).toISOString(),
      durationMs: ctx.clock.now() - startedAt,
    });
  }
  return report;
}

/**
 * What the provider did not count is estimated from the characters sent and received: an aborted call is billed too, and
 * its provider never says how much.
 */
function counted(
  choice: ModelName,
  outcome: CallUsage['outcome'],
  { reported, spokenCharacters, firstTokenAt, ...written }: CallState,
  startedAt: number,
) {
  const inputTokens = reported?.inputTokens ?? estimate(written.inputCharacters);
  const outputTokens = reported?.outputTokens ?? estimate(written.outputCharacters);
  const cachedInputTokens = Math.min(reported?.inputTokenDetails?.cacheReadTokens ?? 0, inputTokens);
  const billed = { inputTokens, cachedInputTokens, outputTokens, characters: spokenCharacters ?? 0 };
  const isCounted = reported?.inputTokens !== undefined && reported.outputTokens !== undefined;
  return {
    ...billed,
    reasoningTokens: Math.min(reported?.outputTokenDetails?.reasoningTokens ?? 0, outputTokens),
    estimated: !isCounted && (spokenCharacters === undefined || outcome !== 'succeeded'),
    costUsd: costUsd(choice.provider, choice.modelId, billed, startedAt),
    firstTokenMs: firstTokenAt === null ? null : firstTokenAt - startedAt,
  };
}

function estimate(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}
