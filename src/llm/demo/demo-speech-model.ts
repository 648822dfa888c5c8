import type { SpeechModel } from 'ai';
import type { Clock } from '../../clock.ts';
import type { AttemptContext } from '../../task.ts';
import { rateLimitError } from './chaos.ts';
import { seedOf } from './chance.ts';
import { type Phone, phonesOf } from './phones.ts';
import { demoSettings } from './settings.ts';
import { sampleRate, speakPhones } from './voice.ts';
import { wav } from './wav.ts';

type Model = Extract<SpeechModel, { specificationVersion: 'v4' }>;
type Options = Parameters<Model['doGenerate']>[0];

/** The longest recording of one call: 9.6 MB, and more than any provider speaks at once. */
const mostSeconds = 300;

/**
 * A speech model that needs no key and no network: it speaks the text sound by sound, about two and a
 * half words a second, as a WAV file. Same text and voice, same bytes. Pace and chaos are those of the
 * demo's language model: the recording is ready when the pace is over, `truncate` cuts it in the middle
 * and `garbage` is no recording at all.
 */
export function createDemoSpeechModel(env: AttemptContext['env'], clock: Clock): Model {
  return {
    specificationVersion: 'v4',
    provider: 'demo',
    modelId: 'demo-speech',

    async doGenerate(options) {
      const { chaos, paceSeconds } = await demoSettings(env);
      if (chaos.kind === 'rate-limit') throw rateLimitError(chaos.seconds);
      options.abortSignal?.throwIfAborted();
      const waits = paceSeconds * (chaos.kind === 'drop' ? 500 : 1000);
      if (waits > 0) await clock.sleep(waits, options.abortSignal);
      // The words with which fetch reports a connection that was cut.
      if (chaos.kind === 'drop') throw new TypeError('terminated');

      const { phones, whole } = withinTime(phonesOf(options.text));
      const spoken = wav([...speakPhones(phones, voiceOf(options))], sampleRate);
      const audio = chaos.kind === 'truncate' ? spoken.slice(0, Math.ceil(spoken.length / 2)) : spoken;
      return {
        audio: chaos.kind === 'garbage' ? new TextEncoder().encode('{"error":"no sound today"}') : audio,
        warnings: whole
          ? []
          : [{ type: 'other', message: `The recording ends after ${mostSeconds} seconds.` }],
        response: { timestamp: new Date(clock.now()), modelId: 'demo-speech' },
      };
    },
  };
}

/** Every name of a voice is a voice of its own, between a deep one and a child's. */
function voiceOf({ voice = '' }: Options) {
  const height = voice === '' ? 0.4 : (seedOf(voice) % 1000) / 1000;
  return { pitch: 95 + 120 * height, formants: 0.94 + 0.2 * height };
}

function withinTime(phones: readonly Phone[]): { phones: readonly Phone[]; whole: boolean } {
  let seconds = 0;
  const end = phones.findIndex((phone) => (seconds += phone.seconds) > mostSeconds);
  return end === -1 ? { phones, whole: true } : { phones: phones.slice(0, end), whole: false };
}
