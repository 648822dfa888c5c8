import { OvertimeError } from '../errors.ts';
import { atStart } from './model-label.ts';
import type { SpeechChoice } from './model-choice.ts';

/**
 * Joins recordings of one voice. MP3 is a sequence of frames that can be concatenated; of WAV files the samples are put
 * after the first one's header.
 *
 * @throws OvertimeError `model_stream_broken` for a truncated recording, `model_output_invalid` for one of another
 * format
 */
export function joinSounds(
  sounds: readonly Uint8Array[],
  mediaType: SpeechChoice['mediaType'],
  model: string,
): Uint8Array {
  if (mediaType === 'audio/mpeg') {
    for (const sound of sounds) if (!isMp3(sound)) throw noSound(model);
    return concatenated(sounds);
  }
  const parts = sounds.map((sound) => samplesOf(sound, model));
  const [first] = parts;
  if (first === undefined) throw noSound(model);
  return withSamples(first.header, concatenated(parts.map(({ samples }) => samples)));
}

/** It begins with a tag, or with the eleven bits of a frame. */
function isMp3([a = 0, b = 0, c = 0]: Uint8Array): boolean {
  return (a === 0x49 && b === 0x44 && c === 0x33) || (a === 0xff && (b & 0xe0) === 0xe0);
}

function samplesOf(sound: Uint8Array, model: string): { header: Uint8Array; samples: Uint8Array } {
  const view = new DataView(sound.buffer, sound.byteOffset, sound.byteLength);
  const tag = (at: number) => String.fromCharCode(...sound.subarray(at, at + 4));
  if (sound.length < 12 || tag(0) !== 'RIFF' || tag(8) !== 'WAVE') throw noSound(model);
  // Chunks: a tag of four bytes, the length in four, and so many bytes, padded to an even number.
  for (let at = 12; at + 8 <= sound.length;) {
    const length = view.getUint32(at + 4, true);
    if (tag(at) === 'data') {
      const samples = sound.subarray(at + 8, at + 8 + length);
      if (samples.length === length) return { header: sound.subarray(0, at + 8), samples };
      throw new OvertimeError(
        'model_stream_broken',
        `The recording of ${model} was not sent completely: try again.`,
      );
    }
    at += 8 + length + (length % 2);
  }
  throw noSound(model);
}

function withSamples(header: Uint8Array, samples: Uint8Array): Uint8Array {
  const joined = concatenated([header, samples]);
  const view = new DataView(joined.buffer);
  view.setUint32(4, joined.length - 8, true);
  view.setUint32(header.length - 4, samples.length, true);
  return joined;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function noSound(model: string): OvertimeError {
  return new OvertimeError(
    'model_output_invalid',
    `${atStart(model)} sent a recording that cannot be read: try again.`,
  );
}
