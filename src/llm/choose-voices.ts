import { type Provider, providers } from '../contract.ts';
import type { AttemptContext } from '../task.ts';
import { demoMayRun, fixedProvider, isConfigured, variable } from './configuration.ts';
import type { SpeechChoice } from './model-choice.ts';
import { openSpeechModel } from './open-model.ts';

/** How a text is to sound; each provider has a voice for it. */
export type Voice = 'warm' | 'bright' | 'deep';

interface VoiceFacts {
  readonly modelVariable: string;
  readonly defaultModel: string;
  readonly voices: Readonly<Record<Voice, string>>;
  readonly longestText: number;
  readonly mediaType: SpeechChoice['mediaType'];
}

type Speaker = Extract<Provider, 'google' | 'openai'>;

const facts: Readonly<Record<Speaker, VoiceFacts>> = {
  google: {
    modelVariable: 'GEMINI_SPEECH_MODEL',
    defaultModel: 'gemini-3.8-flash-tts',
    voices: { warm: 'Sulafat', bright: 'Zephyr', deep: 'Algenib' },
    // Longer ones drift in pitch and pace; the limit of the model itself is far above it.
    longestText: 3000,
    mediaType: 'audio/wav',
  },
  openai: {
    modelVariable: 'OPENAI_SPEECH_MODEL',
    defaultModel: 'tts-1',
    voices: { warm: 'nova', bright: 'shimmer', deep: 'onyx' },
    longestText: 4096,
    mediaType: 'audio/mpeg',
  },
};

const speakers = Object.keys(facts) as readonly Speaker[];

/** The demo's recordings are cut at five minutes; this many characters take about four. */
const demoLongestText = 3000;

/**
 * The models that may speak, in the order of the task's policy; empty where there is none. The demo model
 * speaks where it writes, too.
 *
 * Read from the environment: `SPEECH_PROVIDER` (`google`, `openai` or `demo`, this one alone), else
 * `LLM_PROVIDER` in the same way; the providers' keys and base URLs; `GEMINI_SPEECH_MODEL` and
 * `OPENAI_SPEECH_MODEL`.
 *
 * @throws OvertimeError `model_not_configured` when the provider that is fixed cannot be used
 */
export function chooseVoices(ctx: AttemptContext, voice: Voice = 'warm'): readonly SpeechChoice[] {
  const fixed =
    fixedProvider(ctx, 'SPEECH_PROVIDER', speakers) ?? fixedProvider(ctx, 'LLM_PROVIDER', providers);
  const usable = ctx.providers.filter((name) => isConfigured(ctx.env, name));
  if (fixed === 'demo' || (fixed === undefined && usable.length === 0 && demoMayRun(ctx))) {
    return [demoVoice(ctx, voice)];
  }
  const candidates = fixed === undefined ? usable : [fixed];
  return candidates.filter((name) => name in facts).map((name) => voiceOf(name as Speaker, voice, ctx.env));
}

function voiceOf(provider: Speaker, voice: Voice, env: AttemptContext['env']): SpeechChoice {
  const { modelVariable, defaultModel, voices, longestText, mediaType } = facts[provider];
  const modelId = variable(env, modelVariable) ?? defaultModel;
  return {
    provider,
    modelId,
    voice: voices[voice],
    longestText,
    mediaType,
    open: () => openSpeechModel(provider, modelId, env),
  };
}

function demoVoice(ctx: AttemptContext, voice: Voice): SpeechChoice {
  return {
    provider: 'demo',
    modelId: 'demo-speech',
    voice,
    longestText: demoLongestText,
    mediaType: 'audio/wav',
    async open() {
      const { createDemoSpeechModel } = await import('./demo/demo-speech-model.ts');
      ctx.markDemo();
      return createDemoSpeechModel(ctx.env, ctx.clock);
    },
  };
}
