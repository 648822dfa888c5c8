import type { Phone } from './phones.ts';

/** How one voice differs from another. */
export interface Voice {
  /** In Hz. */
  readonly pitch: number;
  /** Against an average mouth: a smaller one resonates higher. */
  readonly formants: number;
}

/** Samples per second: enough for every sound of speech, and half the size of a better one. */
export const sampleRate = 16_000;

/** The mouth moves once per frame of 5 ms. */
const frameSamples = sampleRate / 200;
const bandwidths = [80, 110, 170] as const;
const loudness = [1, 0.9, 0.7] as const;

/**
 * Speaks phones with a source and a filter: pulses of the voice and noise of the breath, through three
 * resonators that glide from one sound to the next. One piece of samples from -1 to 1 per phone.
 */
export function* speakPhones(phones: readonly Phone[], voice: Voice): Generator<Float32Array> {
  const resonators = bandwidths.map((bandwidth) => resonator(bandwidth));
  let noise = 22_222;
  let phase = 0;
  let lastFlow = 0;
  let elapsed = 0;
  let [voiced, breathed, pitch] = [0, 0, voice.pitch];
  const formants = phones[0]?.formants.map((formant) => formant * voice.formants) ?? [500, 1500, 2500];

  for (const phone of phones) {
    const samples = new Float32Array(Math.round((phone.seconds * sampleRate) / frameSamples) * frameSamples);
    for (let start = 0; start < samples.length; start += frameSamples) {
      voiced += (phone.voice - voiced) * 0.35;
      breathed += (phone.breath - breathed) * 0.5;
      pitch += (voice.pitch * phone.pitch - pitch) * 0.12;
      phone.formants.forEach((formant, index) => {
        const now = formants[index] ?? formant;
        formants[index] = now + (formant * voice.formants - now) * 0.3;
        resonators[index]?.tune(formants[index] ?? formant);
      });
      // A voice that never wavers sounds like a machine.
      const wavering = pitch * (1 + 0.012 * Math.sin(elapsed * 31) + 0.008 * Math.sin(elapsed * 12.7));
      for (let offset = 0; offset < frameSamples; offset += 1) {
        phase = (phase + wavering / sampleRate) % 1;
        noise = (Math.imul(noise, 1_103_515_245) + 12_345) | 0;
        const flow = airflow(phase);
        // What is heard is the change of the flow: a throat that is open makes no sound.
        const pulse = (flow - lastFlow) * (sampleRate / wavering / 8);
        lastFlow = flow;
        const source = voiced * pulse + breathed * (noise / 2 ** 31);
        let sum = 0;
        resonators.forEach(({ pass }, index) => {
          sum += pass(source) * (loudness[index] ?? 0);
        });
        samples[start + offset] = Math.tanh(sum * 0.5) * 0.9;
      }
      elapsed += frameSamples / sampleRate;
    }
    yield samples;
  }
}

/** What the throat lets through at a moment of its swing, 0 to 1: it opens slowly and closes at once. */
function airflow(phase: number): number {
  if (phase < 0.42) return (1 - Math.cos((Math.PI * phase) / 0.42)) / 2;
  return phase < 0.55 ? Math.cos(((phase - 0.42) / 0.13) * (Math.PI / 2)) : 0;
}

/** A filter with two poles and unit gain at its peak, which lets one band of frequencies ring. */
function resonator(bandwidth: number) {
  const radius = Math.exp((-Math.PI * bandwidth) / sampleRate);
  let [turn, gain, last, before] = [0, 0, 0, 0];
  return {
    tune(frequency: number): void {
      const angle = (2 * Math.PI * Math.min(frequency, sampleRate * 0.45)) / sampleRate;
      turn = 2 * radius * Math.cos(angle);
      gain = (1 - radius) * Math.sqrt(1 - 2 * radius * Math.cos(2 * angle) + radius ** 2) * 6;
    },
    pass(sample: number): number {
      const out = gain * sample + turn * last - radius ** 2 * before;
      [before, last] = [last, out];
      return out;
    },
  };
}
