import { expect, test } from 'vitest';
import { stack } from '../support/file-stack.ts';
import { emptyFile, encryptedPdf, rubricOf, rubricPdf } from '../support/sample-files.ts';
import { base64, newVisitor, pdf } from './visitor.ts';

/**
 * The client of the rubric system that this task replaces, written from its description: two calls
 * with fixed addresses and fields, polled every two seconds. All that it lacks is the bearer token.
 */
function seedClient(token: string) {
  const { siteUrl } = stack;
  return {
    async startRubricExtraction(params: {
      file: string;
      fileName: string;
      fileType: string;
      totalPoints?: number;
      geminiModel?: string;
      extractionPrompt?: string;
    }): Promise<{ jobId: string }> {
      const response = await fetch(`${siteUrl}/.netlify/functions/extract-rubric-trigger`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
        body: JSON.stringify(params),
      });
      return (await response.json()) as { jobId: string };
    },
    async checkRubricExtractionStatus(jobId: string) {
      const response = await fetch(`${siteUrl}/.netlify/functions/extract-rubric-status?jobId=${jobId}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      return (await response.json()) as {
        status: 'pending' | 'processing' | 'completed' | 'failed';
        result?: { rubricText: string; totalPoints: number };
        error?: string;
        performance?: Record<string, unknown>;
      };
    },
  };
}

async function poll(client: ReturnType<typeof seedClient>, jobId: string) {
  for (let reads = 0; reads < 40; reads += 1) {
    const answer = await client.checkRubricExtractionStatus(jobId);
    expect(['pending', 'processing', 'completed', 'failed']).toContain(answer.status);
    if (answer.status === 'completed' || answer.status === 'failed') return answer;
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  throw new Error(`Job ${jobId} did not end.`);
}

test("the rubric system's own client extracts a rubric, unchanged", async () => {
  const client = seedClient((await newVisitor()).token);
  const { jobId } = await client.startRubricExtraction({
    file: base64(await rubricPdf({ seed: 8 })),
    fileName: '6- Unit 2 Performance Task Rubric.pdf',
    fileType: pdf,
    totalPoints: 100,
    geminiModel: 'gemini-2.0-flash',
    extractionPrompt: 'Keep the order of the document.',
  });
  const answer = await poll(client, jobId);
  expect(answer.status).toBe('completed');
  expect(answer.result?.totalPoints).toBe(100);
  for (const category of rubricOf({ seed: 8 }).categories)
    expect(answer.result?.rubricText).toContain(category.name);
  expect(answer.performance).toMatchObject({
    durationMs: expect.any(Number),
    queueTimeMs: expect.any(Number),
    llmTimeMs: expect.any(Number),
    fileSizeKb: expect.any(Number),
    tokenUsage: expect.any(Number),
  });
});

test('it reads a failure as a sentence', async () => {
  const client = seedClient((await newVisitor()).token);
  const { jobId } = await client.startRubricExtraction({
    file: base64(await encryptedPdf()),
    fileName: 'secret.pdf',
    fileType: pdf,
  });
  const answer = await poll(client, jobId);
  expect(answer).toMatchObject({ status: 'failed', error: expect.stringContaining('secret.pdf') });
});

test('a file that is refused at once starts no job', async () => {
  const client = seedClient((await newVisitor()).token);
  const answer = await client.startRubricExtraction({
    file: `data:application/pdf;base64,${base64(emptyFile())}`,
    fileName: 'empty.pdf',
    fileType: pdf,
  });
  expect(answer).toMatchObject({ code: 'file_empty' });
  expect(answer.jobId).toBeUndefined();
});
