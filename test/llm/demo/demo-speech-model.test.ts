import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDemoSpeechModel } from '../../../src/llm/demo/demo-speech-model.ts';
import { manualClock } from '../../support/manual-clock.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'overtime-demo-speech-'));
});
afterAll(() => rm(folder, { recursive: true }));

const sentence = 'Luna the dragon flew over the forest, and nobody but the owl looked up. ';

async function speak(text: string, voice?: string) {
  const model = createDemoSpeechModel({ DEMO_PACE_SECONDS: '0' }, manualClock());
  const { audio, warnings } = await model.doGenerate({ text, ...(voice === undefined ? {} : { voice }) });
  const bytes = audio as Uint8Array;
  const view = new DataView(bytes.buffer);
  const samples = Array.from(
    { length: (bytes.length - 44) / 2 },
    (_, index) => view.getInt16(44 + 2 * index, true) / 32_768,
  );
  return { bytes, view, samples, seconds: samples.length / 16_000, warnings };
}

/** How strongly a frequency sounds. */
function strength(samples: readonly number[], hertz: number): number {
  let [sine, cosine] = [0, 0];
  samples.forEach((sample, index) => {
    sine += sample * Math.sin((2 * Math.PI * hertz * index) / 16_000);
    cosine += sample * Math.cos((2 * Math.PI * hertz * index) / 16_000);
  });
  return Math.hypot(sine, cosine);
}

/** The mean strength around a frequency: a voice sounds at multiples of its pitch alone. */
function around(samples: readonly number[], hertz: number): number {
  const nearby = Array.from({ length: 31 }, (_, step) => strength(samples, hertz + (step - 15) * 8));
  return nearby.reduce((sum, one) => sum + one, 0);
}

test('a text is spoken as a WAV file whose header tells the truth', async () => {
  const { bytes, view } = await speak(sentence);
  const tag = (at: number) => new TextDecoder().decode(bytes.slice(at, at + 4));
  expect([tag(0), tag(8), tag(12), tag(36)]).toEqual(['RIFF', 'WAVE', 'fmt ', 'data']);
  expect(view.getUint32(4, true)).toBe(bytes.length - 8);
  expect(view.getUint32(40, true)).toBe(bytes.length - 44);
  expect([view.getUint16(22, true), view.getUint32(24, true), view.getUint16(34, true)]).toEqual([
    1, 16_000, 16,
  ]);
});

test('about two and a half words are spoken in a second, loud enough and not clipped', async () => {
  const { seconds, samples } = await speak(sentence.repeat(5));
  expect((5 * 14) / seconds).toBeGreaterThan(2);
  expect((5 * 14) / seconds).toBeLessThan(3);
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  expect(loudest).toBeGreaterThan(0.5);
  expect(loudest).toBeLessThan(0.99);
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / samples.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
});

test('an ee rings where an ee rings, and an a where an a does', async () => {
  const ee = (await speak('eeeeeeeeeeeeeeee')).samples;
  const a = (await speak('aaaaaaaaaaaaaaaa')).samples;
  expect(around(ee, 280) / around(ee, 710)).toBeGreaterThan(3 * (around(a, 280) / around(a, 710)));
  expect(around(ee, 2250) / around(ee, 1250)).toBeGreaterThan(3 * (around(a, 2250) / around(a, 1250)));
});

test('sentences are parted by a pause', async () => {
  const { samples } = await speak('Moon. Moon.');
  const middle = samples.slice(samples.length * 0.38, samples.length * 0.45);
  const power = (part: readonly number[]) => part.reduce((sum, x) => sum + x * x, 0) / part.length;
  expect(power(middle)).toBeLessThan(power(samples) / 20);
});

test('the same text is the same recording; another voice is not', async () => {
  const first = await speak(sentence);
  expect((await speak(sentence)).bytes).toEqual(first.bytes);
  expect((await speak(sentence, 'nova')).bytes).not.toEqual(first.bytes);
});

test.each(['Привет, мир', '你好', 'Ωμέγα 42', 'e', 'The end'])('the text %j makes a sound', async (text) => {
  const { samples } = await speak(text);
  expect(samples.some((sample) => Math.abs(sample) > 0.2)).toBe(true);
});

test('a recording of more than five minutes ends there, with a warning', async () => {
  const { seconds, warnings } = await speak(sentence.repeat(70));
  expect(seconds).toBeGreaterThan(295);
  expect(seconds).toBeLessThanOrEqual(300);
  expect(warnings).toMatchObject([{ message: expect.stringContaining('300 seconds') as string }]);
});

test('pace and abort hold for speech', async () => {
  const clock = manualClock();
  const model = createDemoSpeechModel({ DEMO_PACE_SECONDS: '30' }, clock);
  const controller = new AbortController();
  const spoken = Promise.resolve(model.doGenerate({ text: 'Hello', abortSignal: controller.signal }));
  const ended = spoken.catch((error: unknown) => error);
  await clock.untilAsleep(1);
  await clock.advance(29_000);
  controller.abort(new Error('cancelled'));
  expect(await ended).toMatchObject({ message: 'cancelled' });
});

test('chaos spoils speech as it spoils text', async () => {
  const path = join(folder, 'settings.json');
  const chaos = ['429:7', 'drop', 'truncate', 'garbage'];
  await writeFile(path, JSON.stringify({ paceSeconds: 0, chaos }));
  const model = createDemoSpeechModel({ DEMO_FILE: path }, manualClock());
  const call = async () => (await model.doGenerate({ text: sentence })).audio as Uint8Array;
  await expect(call()).rejects.toMatchObject({ statusCode: 429, responseHeaders: { 'retry-after': '7' } });
  await expect(call()).rejects.toThrow('terminated');
  const cut = await call();
  expect(new DataView(cut.buffer).getUint32(40, true)).toBeGreaterThan(cut.length);
  expect(new TextDecoder().decode((await call()).slice(0, 4))).not.toBe('RIFF');
  const whole = await call();
  expect(cut.length / whole.length).toBeCloseTo(0.5, 3);
});
