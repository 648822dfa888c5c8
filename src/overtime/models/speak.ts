import { OvertimeError } from '../errors.ts';
import type { AttemptContext } from '../task.ts';
import { callOnce } from './call-once.ts';
import { chooseVoices } from './choose-voices.ts';
import { joinSounds } from './join-sounds.ts';
import type { SpeechChoice } from './model-choice.ts';
import { modelLabel } from './model-label.ts';
import { modelsInTurn } from './models-in-turn.ts';
import type { Voice } from './providers/provider.ts';
import { reportedBySpeech } from './speech-usage.ts';
import { splitAtSentences } from './split-at-sentences.ts';

export interface SpeechRequest {
  /** The text to speak: with words in it, of any length. */
  readonly text: string;
  /** Default `warm`. */
  readonly voice?: Voice | undefined;
  /** The recording where no model is configured: an MP3, for the whole text. */
  readonly sample?: (() => Promise<Uint8Array>) | undefined;
  /** The purpose of the calls, in the usage rows. */
  readonly purpose: string;
  /** Longest time for one call, in seconds. Default 180. */
  readonly timeoutSeconds?: number | undefined;
}

/** A recording: MP3 from OpenAI, WAV from Gemini. */
export interface Speech {
  readonly bytes: Uint8Array;
  readonly mediaType: SpeechChoice['mediaType'];
}

/** Whether a model can speak here. If none can, a task skips its optional stage. */
export function canSpeak(ctx: AttemptContext): boolean {
  return chooseVoices(ctx).length > 0;
}

/**
 * Speaks a text; a long one is split between sentences and joined into one recording. When a model cannot answer, the
 * next one of the policy speaks the whole text, so that only one voice is heard.
 *
 * @throws OvertimeError `speech_not_configured`, one of the `model_*` codes, or the reason of `ctx.signal`
 */
export async function speak(ctx: AttemptContext, request: SpeechRequest): Promise<Speech> {
  const voices = chooseVoices(ctx, request.voice);
  if (voices.length === 0) {
    throw new OvertimeError(
      'speech_not_configured',
      'No speech model is configured: set GEMINI_API_KEY or OPENAI_API_KEY, and deploy again.',
    );
  }
  return modelsInTurn(
    ctx,
    voices,
  )(async (choice) => {
    const sounds: Uint8Array[] = [];
    for (const piece of splitAtSentences(request.text, choice.longestText)) {
      sounds.push(await speakPiece(ctx, choice, request, piece));
    }
    return { bytes: joinSounds(sounds, choice.mediaType, modelLabel(choice)), mediaType: choice.mediaType };
  });
}

async function speakPiece(
  ctx: AttemptContext,
  choice: SpeechChoice,
  { purpose, sample, timeoutSeconds = 180 }: SpeechRequest,
  text: string,
): Promise<Uint8Array> {
  ctx.signal.throwIfAborted();
  const model = await choice.open(sample);
  let reported: ReturnType<typeof reportedBySpeech>;
  const measure = (turnedDown: boolean) => ({
    reported,
    inputCharacters: 0,
    outputCharacters: 0,
    spokenCharacters: turnedDown ? 0 : text.length,
  });
  return callOnce(ctx, choice, { purpose, timeoutSeconds, measure }, async (abortSignal) => {
    const { audio, usage } = await model.doGenerate({
      text,
      voice: choice.voice,
      outputFormat: choice.mediaType === 'audio/mpeg' ? 'mp3' : 'wav',
      abortSignal,
    });
    reported = reportedBySpeech(usage);
    return typeof audio === 'string' ? Buffer.from(audio, 'base64') : audio;
  });
}
