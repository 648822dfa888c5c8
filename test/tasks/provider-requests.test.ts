import { createCanvas } from '@napi-rs/canvas';
import { HttpResponse, http } from 'msw/http';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { type Provider, providers } from '../../src/overtime/contract.ts';
import { registry } from '../../src/overtime/models/providers/registry.ts';
import type { Task } from '../../src/overtime/task.ts';
import { contracts } from '../../src/tasks/contracts.ts';
import { createFoundationTask } from '../../src/tasks/create-foundation/run.ts';
import { createWorldTask } from '../../src/tasks/create-world/run.ts';
import { enhanceRubricTask } from '../../src/tasks/enhance-rubric/run.ts';
import { extractRubricTask } from '../../src/tasks/extract-rubric/run.ts';
import { generateBookTask } from '../../src/tasks/generate-book/run.ts';
import { generateCharactersTask } from '../../src/tasks/generate-characters/run.ts';
import { generateEventsTask } from '../../src/tasks/generate-events/run.ts';
import { generateFactionsTask } from '../../src/tasks/generate-factions/run.ts';
import { generateRelicsTask } from '../../src/tasks/generate-relics/run.ts';
import { generateSettingsTask } from '../../src/tasks/generate-settings/run.ts';
import { gradeSubmissionTask } from '../../src/tasks/grade-submission/run.ts';
import { scoreBookTask } from '../../src/tasks/score-book/run.ts';
import { writeChapterTask } from '../../src/tasks/write-chapter/run.ts';
import { providerStubs } from '../overtime/models/provider-stubs.ts';
import { bodyProblems, type Described } from '../support/provider-requests.ts';
import { rubricPdf, scannedPdf } from '../support/sample-files.ts';
import { sampleInputs } from '../support/sample-inputs.ts';
import { storedBook } from './book/sample-book.ts';
import {
  googleAnswer,
  googleUrl,
  googleVolume,
  hardcoverDocument,
  hardcoverReviews,
  hardcoverSearch,
  hardcoverUrl,
} from './score-book/catalogue-answers.ts';
import { adventure } from './generate-book/sample-request.ts';
import { taskRig } from './task-rig.ts';

const server = setupServer();
beforeAll(() => server.listen({ onUnhandledFrame: 'error' }));
afterEach(() => {
  server.resetHandlers();
  vi.restoreAllMocks();
});
afterAll(() => server.close());

const tasks = [
  createFoundationTask,
  createWorldTask,
  enhanceRubricTask,
  extractRubricTask,
  generateBookTask,
  generateCharactersTask,
  generateEventsTask,
  generateFactionsTask,
  generateRelicsTask,
  generateSettingsTask,
  gradeSubmissionTask,
  scoreBookTask,
  writeChapterTask,
] as readonly Task[];

const canvas = createCanvas(40, 20);
const mp3 = Uint8Array.of(0xff, 0xf3, 0x48, 0xc4);
const isPicture = /\/images\/|nano-banana/;

interface Sent {
  readonly kind: Described;
  readonly body: unknown;
}

/** A form as JSON, each file by its type. */
function fieldsOf(form: FormData): object {
  return Object.fromEntries(
    [...form].map(([name, value]) => [name, typeof value === 'string' ? value : value.type]),
  );
}

/** Has a provider answer every call as the samples do, and keeps what it is sent. */
function answersLikeSamples(provider: Provider): Sent[] {
  const { language } = registry[provider];
  const { events } = providerStubs[provider];
  const open = language.open.bind(language);
  let sample: (() => string) | undefined;
  vi.spyOn(language, 'open').mockImplementation((modelId, opening) => {
    sample = opening.sample;
    return open(modelId, opening);
  });
  const sent: Sent[] = [];
  const host = new URL(providerStubs[provider].url).origin;
  server.use(
    http.post(new RegExp(`^${host}/`), async ({ request }) => {
      const { url } = request;
      const use = isPicture.test(url) ? ' picture' : /speech|-tts/.test(url) ? ' speech' : '';
      const isForm = request.headers.get('content-type')?.startsWith('multipart/form-data') === true;
      const kind = `${provider}${isForm ? ' form' : use}` as Described;
      sent.push({ kind, body: isForm ? fieldsOf(await request.formData()) : await request.json() });
      const data = canvas.toBuffer('image/png').toString('base64');
      if (/\/images\/(?:generations|edits)$/.test(url))
        return HttpResponse.json({ data: [{ b64_json: data }] });
      if (url.endsWith('/audio/speech')) {
        return new HttpResponse(mp3, { headers: { 'content-type': 'audio/mpeg' } });
      }
      if (use !== '') {
        const inlineData =
          use === ' picture' ? { mimeType: 'image/png', data } : { mimeType: 'audio/L16;rate=24000', data };
        return HttpResponse.json({
          candidates: [{ content: { parts: [{ inlineData }] }, finishReason: 'STOP' }],
        });
      }
      // What only a model that looks can answer has no sample.
      const seen = JSON.stringify(sent.at(-1)).includes('attached picture shows')
        ? JSON.stringify({ appearance: 'A small dragon.', colors: ['purple'], features: ['one folded ear'] })
        : 'Bees matter more than most people think.';
      const pieces = (sample?.() ?? seen).match(/.{1,200}/gs) ?? [];
      const headers = { 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' };
      return new HttpResponse(events(pieces, 'stop').join(''), { headers });
    }),
    http.get(googleUrl, () => HttpResponse.json(googleAnswer(googleVolume))),
    http.post(hardcoverUrl, async ({ request }) =>
      HttpResponse.json(
        (await request.text()).includes('user_books') ? hardcoverReviews : hardcoverSearch(hardcoverDocument),
      ),
    ),
  );
  return sent;
}

/** The files of a task that takes one: with text, without, and a picture. */
async function filesFor({ contract }: Task, provider: Provider): Promise<Uint8Array[]> {
  const kinds = contract.policy.file?.kinds ?? [];
  const { readsPdf, readsImages } = registry[provider].language;
  return [
    ...(kinds.includes('pdf') ? [await rubricPdf(), ...(readsPdf ? [await scannedPdf()] : [])] : []),
    ...(kinds.includes('png') && readsImages ? [await canvas.encode('png')] : []),
    // A book is made of each of its pictures: one is enough.
    ...(kinds.includes('pdf') && readsImages ? [await canvas.encode('webp')] : []),
  ];
}

test('every task that asks a model is here', () => {
  const own = tasks.map(({ contract }) => contract.name);
  expect(own.toSorted()).toEqual(
    contracts
      .map(({ name }) => name)
      .filter((name) => name !== 'export-book')
      .toSorted(),
  );
});

for (const provider of providers) {
  test.each(tasks.map((task) => [task.contract.name, task] as const))(
    `${provider} takes every request of %s`,
    async (name, task) => {
      const sent = answersLikeSamples(provider);
      const files = await filesFor(task, provider);
      const inputs = [...(sampleInputs[name] ?? []), ...(name === 'generate-book' ? [adventure] : [])];
      for (const input of inputs.filter((each) => !('file' in each))) {
        for (const file of 'filePath' in input ? files : [new Uint8Array()]) {
          const { ctx } = taskRig(task.contract, input, {
            env: { ...providerStubs[provider].env },
            readRows: async () => storedBook(),
          });
          await task.run({ ...ctx, skipStage: async () => undefined, readFile: async () => file });
        }
      }
      expect(sent.length).toBeGreaterThan(0);
      expect(sent.map(({ kind, body }) => bodyProblems(kind, body)).flat()).toEqual([]);
    },
  );
}
