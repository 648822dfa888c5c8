import { expect, test } from 'vitest';
import { readDocument } from '../../src/documents/read-document.ts';
import type { JobFile } from '../../src/overtime/job.ts';
import { generateBook } from '../../src/tasks/generate-book/contract.ts';
import { pictureFile } from '../support/sample-book.ts';
import { onePixel } from '../tasks/generate-book/book-model.ts';
import { adventure, search } from '../tasks/generate-book/sample-request.ts';
import { sampleSettings } from './sample-settings.ts';
import { newVisitor, type Accepted, type AnySnapshot, type Visitor } from './visitor.ts';

const setSamples = sampleSettings();
const trigger = '/.netlify/functions/generate-book-trigger';

async function makeBook(visitor: Visitor, input: object) {
  const { status, body } = await visitor.call<Accepted>('POST', trigger, input);
  if (status !== 202) throw new Error(JSON.stringify(body));
  const seen = await visitor.follow(generateBook, body.jobId);
  const last = seen.at(-1);
  if (last?.status !== 'completed') throw new Error(JSON.stringify(last));
  return { seen, last, result: generateBook.result.parse(last.result) };
}

/** Downloads as the user, so that Storage's policies decide. */
async function download({ supabase }: Visitor, { path }: JobFile): Promise<Uint8Array | null> {
  const { data } = await supabase.storage.from('job-files').download(path);
  return data === null ? null : new Uint8Array(await data.arrayBuffer());
}

const stagesOf = ({ stages }: AnySnapshot) =>
  Object.entries(Object.groupBy(stages, ({ name }) => name)).map(([name, rows = []]) => [
    name,
    rows.length,
    [...new Set(rows.map(({ status }) => status))].join(),
  ]);

test('an adventure streams its five scenes, and ends with a PDF, pictures and narrations that only its owner reads', async () => {
  setSamples({ paceSeconds: 1.5, chaos: [] });
  const visitor = await newVisitor();
  const { seen, last, result } = await makeBook(visitor, {
    ...adventure,
    occasion_theme: 'a birthday',
    child_profile_id: 123,
    priority: 1,
  });

  expect(stagesOf(last)).toEqual([
    ['character_extraction', 1, 'skipped'],
    ['enhancement', 1, 'completed'],
    ['story_generation', 1, 'completed'],
    ['scene_creation', 5, 'completed'],
    ['consistency_validation', 5, 'completed'],
    ['picture_creation', 6, 'completed'],
    ['audio_generation', 5, 'completed'],
    ['pdf_creation', 1, 'completed'],
  ]);
  expect(last.stages[0]?.reason).toContain('No picture');
  expect(last).toMatchObject({ progress: 100, sample: true });

  // Progress never goes back, and scenes were seen growing side by side before any was checked.
  const progress = seen.map((snapshot) => snapshot.progress);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  const partials = seen.flatMap((snapshot) =>
    'partial' in snapshot && snapshot.partial !== null ? [generateBook.partial.parse(snapshot.partial)] : [],
  );
  const growing = partials.filter(({ scenes }) => scenes.filter(({ text }) => text !== undefined).length > 1);
  expect(growing.some(({ scenes }) => scenes.some(({ consistency }) => consistency === undefined))).toBe(
    true,
  );

  expect(result).toMatchObject({
    jobType: 'story_adventure',
    childProfileId: 123,
    character: { name: 'Luna', type: 'a brave dragon' },
  });
  expect(result.scenes.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
  expect(new Set(result.scenes.map(({ text }) => text)).size).toBe(5);
  for (const { text } of result.scenes) expect(text).toContain('Luna');

  const pictures = [result.cover, ...result.scenes.map(({ picture }) => picture)];
  const drawn = ['home', 'forest', 'sea', 'castle', 'sea', 'home'];
  for (const [index, file] of pictures.entries()) {
    const picture = file && (await download(visitor, file));
    expect(Buffer.compare(picture ?? Buffer.alloc(0), pictureFile(drawn[index] ?? ''))).toBe(0);
  }

  const pdf = (await download(visitor, result.pdf)) ?? new Uint8Array();
  expect(pdf.byteLength).toBe(result.pdf.bytes);
  const { text } = await readDocument(pdf, { fileName: result.pdf.name, kinds: ['pdf'] });
  const printed = text.replaceAll(/\s+/g, ' ');
  for (const scene of result.scenes) expect(printed).toContain(scene.title);

  expect(result.audio.map(({ scene }) => scene)).toEqual([1, 2, 3, 4, 5]);
  for (const { file } of result.audio) {
    const sound = (await download(visitor, file)) ?? new Uint8Array();
    expect(file.mediaType).toBe('audio/mpeg');
    expect(sound.byteLength).toBe(file.bytes);
    expect(sound.byteLength).toBeGreaterThan(10_000);
  }

  const stranger = await newVisitor();
  expect(await download(stranger, result.pdf)).toBeNull();
  expect(result.cover && (await download(stranger, result.cover))).toBeNull();
}, 120_000);

test('a search has two scenes with things to find in their pictures; the picture sent is kept for a model that sees', async () => {
  const visitor = await newVisitor();
  const filePath = await visitor.upload(Uint8Array.from(onePixel), 'luna.png', 'image/png');
  const { last, result } = await makeBook(visitor, {
    ...search,
    filePath,
    fileName: 'luna.png',
    fileType: 'image/png',
  });

  expect(stagesOf(last)).toEqual([
    ['character_extraction', 1, 'skipped'],
    ['enhancement', 1, 'completed'],
    ['story_generation', 1, 'skipped'],
    ['scene_creation', 2, 'completed'],
    ['consistency_validation', 2, 'completed'],
    ['picture_creation', 3, 'completed'],
    ['audio_generation', 1, 'skipped'],
    ['pdf_creation', 1, 'completed'],
  ]);
  expect(last.stages[0]?.reason).toContain('reads pictures');
  expect(result.audio).toEqual([]);
  expect(result.files).toEqual([result.pdf, ...result.scenes.map(({ picture }) => picture), result.cover]);
  expect(result.scenes).toHaveLength(2);
  for (const { find } of result.scenes) expect(find.length).toBeGreaterThan(0);
  const pdf = (await download(visitor, result.pdf)) ?? new Uint8Array();
  const { text } = await readDocument(pdf, { fileName: result.pdf.name, kinds: ['pdf'] });
  expect(text).toContain('Can you find');
}, 60_000);
