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

/** What is known of a call while it runs, or when it ends, however it ends. */
interface CallState {
  readonly id: string;
  readonly outcome: CallUsage['outcome'];
  readonly reported: ReportedTokens | undefined;
  readonly inputCharacters: number;
  readonly outputCharacters: number;
  /** Of a call that speaks: what it is billed by, unless its provider counts tokens. */
  readonly spokenCharacters?: number;
  readonly firstTokenAt: number | null;
}

/** Characters per token, the rule of thumb for English text that the providers give. */
const charactersPerToken = 4;

/**
 * Reports how a model call stands. What the provider did not count is estimated from the characters sent and
 * received: an aborted call is billed too, and its provider never says what for.
 */
export function recordCall(
  ctx: AttemptContext,
  choice: ModelName,
  purpose: string,
  startedAt: number,
  end: CallState,
): void {
  const { reported, spokenCharacters } = end;
  const inputTokens = reported?.inputTokens ?? estimate(end.inputCharacters);
  const outputTokens = reported?.outputTokens ?? estimate(end.outputCharacters);
  const cachedInputTokens = Math.min(reported?.inputTokenDetails?.cacheReadTokens ?? 0, inputTokens);
  const billed = { inputTokens, cachedInputTokens, outputTokens, characters: spokenCharacters ?? 0 };
  const isCounted = reported?.inputTokens !== undefined && reported.outputTokens !== undefined;
  ctx.recordUsage({
    id: end.id,
    provider: choice.provider,
    model: choice.modelId,
    purpose,
    outcome: end.outcome,
    ...billed,
    reasoningTokens: Math.min(reported?.outputTokenDetails?.reasoningTokens ?? 0, outputTokens),
    estimated: !isCounted && (spokenCharacters === undefined || end.outcome !== 'succeeded'),
    costUsd: costUsd(choice.provider, choice.modelId, billed, startedAt),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: ctx.clock.now() - startedAt,
    firstTokenMs: end.firstTokenAt === null ? null : end.firstTokenAt - startedAt,
  });
}

function estimate(characters: number): number {
  return Math.ceil(characters / charactersPerToken);
}
