import type { AttemptContext } from '../task.ts';
import { providersInTurn, variable } from './configuration.ts';
import type { SpeechChoice } from './model-choice.ts';
import type { Voice } from './providers/provider.ts';

/**
 * The models that may speak, in the order of the task's policy; empty where there is none. Where samples answer,
 * they speak too.
 *
 * Read from the environment: `SPEECH_PROVIDER` (`google`, `openai` or `sample`, this one alone), else
 * `LLM_PROVIDER` in the same way; the providers' keys and base URLs; `GEMINI_SPEECH_MODEL` and
 * `OPENAI_SPEECH_MODEL`.
 *
 * @throws OvertimeError `model_not_configured` when the provider that is fixed cannot be used
 */
export function chooseVoices(ctx: AttemptContext, voice: Voice = 'warm'): readonly SpeechChoice[] {
  const { env, clock } = ctx;
  const inTurn = providersInTurn(ctx, [
    { variable: 'SPEECH_PROVIDER', ability: 'speech' },
    { variable: 'LLM_PROVIDER', ability: 'language' },
  ]);
  return inTurn.flatMap(({ name, speech }) => {
    if (speech === undefined) return [];
    const modelId = variable(env, speech.modelVariable) ?? speech.defaultModel;
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
