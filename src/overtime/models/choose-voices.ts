import type { AttemptContext } from '../task.ts';
import { isGateway, providersInTurn, variable } from './configuration.ts';
import type { SpeechChoice } from './model-choice.ts';
import type { Voice } from './providers/provider.ts';

/**
 * The models that may speak, in the order of the task's policy; empty where there is none. Where samples answer,
 * they speak too.
 *
 * Read from the environment: `SPEECH_PROVIDER` (`google`, `openai` or `sample`, this one alone), else
 * `LLM_PROVIDER` in the same way; the providers' keys and base URLs; `GEMINI_SPEECH_MODEL` and
 * `OPENAI_SPEECH_MODEL`. Through Netlify's AI Gateway, only a model that these name speaks.
 *
 * @throws OvertimeError `model_not_configured` when the provider that is fixed cannot be used
 */
export function chooseVoices(ctx: AttemptContext, voice: Voice = 'warm'): readonly SpeechChoice[] {
  const { env, clock } = ctx;
  const inTurn = providersInTurn(ctx, [
    { variable: 'SPEECH_PROVIDER', ability: 'speech' },
    { variable: 'LLM_PROVIDER', ability: 'language' },
  ]);
  return inTurn.flatMap((provider) => {
    const { name, speech } = provider;
    if (speech === undefined) return [];
    const named = variable(env, speech.modelVariable);
    // The gateway lists no model that speaks (November 2026). Who knows of one names it.
    if (named === undefined && isGateway(env, provider)) return [];
    const modelId = named ?? speech.defaultModel;
    return {
      provider: name,
      modelId,
      voice: speech.voices[voice],
      longestText: speech.longestText,
      mediaType: speech.mediaType,
      open: (sample) => speech.open(modelId, { env, clock, sample }),
    } satisfies SpeechChoice;
  });
}
