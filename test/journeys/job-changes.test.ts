import { expect, test } from 'vitest';
import { stack } from '../support/file-stack.ts';
import { rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { changesOf } from './changes-of.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted } from './visitor.ts';

const setSamples = sampleSettings();

async function submitted() {
  const visitor = await newVisitor();
  const { body } = await visitor.call<Accepted>('POST', triggerUrl, {
    file: base64(await rubricPdf()),
    fileName: 'r.pdf',
    fileType: pdf,
  });
  return { visitor, ...body };
}

test('one answer tells every change of a job up to its end', async () => {
  setSamples({ paceSeconds: 5, chaos: [] });
  const { visitor, statusUrl } = await submitted();
  const { type, heard } = await changesOf(new URL(statusUrl, stack.siteUrl), visitor.token);
  expect(type).toBe('application/x-ndjson');
  expect(heard.at(-1)?.job).toMatchObject({ status: 'completed', progress: 100 });
  expect(new Set(heard.map(({ etag }) => etag)).size).toBe(heard.length);
  expect(new Set(heard.map(({ job }) => job.progress)).size).toBeGreaterThan(3);
  // What streamed is sent once: changes are a fraction of the states that they make.
  const growing = heard.filter(({ size }) => size !== null);
  expect(growing.length).toBeGreaterThan(0);
  const sum = (sizes: number[]) => sizes.reduce((total, size) => total + size, 0);
  expect(sum(growing.map(({ size }) => size ?? 0))).toBeLessThan(
    sum(growing.map(({ job }) => JSON.stringify(job).length)) / 2,
  );

  // A client that has the last version gets no more lines.
  const again = await changesOf(new URL(statusUrl, stack.siteUrl), visitor.token, {
    etag: heard.at(-1)?.etag ?? '',
  });
  expect(again.heard).toEqual([]);
});

test('a change arrives while the answer goes on: what it leads to is in the same answer', async () => {
  setSamples({ paceSeconds: 30, chaos: [] });
  const { visitor, jobId, statusUrl } = await submitted();
  let cancelled = false;
  const { heard } = await changesOf(new URL(statusUrl, stack.siteUrl), visitor.token, {
    async onChange({ job }) {
      if (cancelled || job.status !== 'processing') return;
      cancelled = true;
      await visitor.call('DELETE', `/api/jobs?jobId=${jobId}`);
    },
  });
  expect(heard.at(-1)?.job).toMatchObject({ status: 'cancelled' });
});

test('another user is told 404, and a caller without a token 401', async () => {
  setSamples({ paceSeconds: 0, chaos: [] });
  const { statusUrl } = await submitted();
  const stranger = await newVisitor();
  const headers = { accept: 'application/x-ndjson' };
  expect((await stranger.call('GET', `${statusUrl}&wait=5`, undefined, headers)).status).toBe(404);
  expect(
    (await stranger.call('GET', `${statusUrl}&wait=5`, undefined, { ...headers, authorization: '' })).status,
  ).toBe(401);
});
