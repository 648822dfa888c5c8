import { nanoid } from 'nanoid';
import { expect, test } from 'vitest';
import { createJobsClient } from '../../src/overtime/client.ts';
import { newVisitor } from './visitor.ts';

const clientOf = ({ supabase }: Awaited<ReturnType<typeof newVisitor>>) => createJobsClient({ supabase });

test('a user fetches a file by a URL that shows it, or downloads it under its own name', async () => {
  const visitor = await newVisitor();
  const path = await visitor.upload(new TextEncoder().encode('%PDF-1.7 of mine'), 'book.pdf');
  const client = clientOf(visitor);

  const shown = await fetch(await client.fileUrl(path));
  expect(shown.headers.get('content-type')).toBe('application/pdf');
  expect(shown.headers.get('content-disposition')).toBeNull();
  expect(await shown.text()).toBe('%PDF-1.7 of mine');

  const saved = await fetch(await client.fileUrl(path, { downloadAs: '失われた鍵.pdf' }));
  expect(decodeURIComponent(saved.headers.get('content-disposition') ?? '')).toContain('失われた鍵.pdf');
});

test("nobody gets a URL of another's file, nor of one that is not there", async () => {
  const [ada, grace] = await Promise.all([newVisitor(), newVisitor()]);
  const path = await ada.upload(new TextEncoder().encode('%PDF-1.7 of hers'), 'book.pdf');
  await expect(clientOf(grace).fileUrl(path)).rejects.toMatchObject({ code: 'file_not_found' });
  await expect(clientOf(ada).fileUrl(`${ada.userId}/${nanoid()}/book.pdf`)).rejects.toMatchObject({
    code: 'file_not_found',
  });
});

test('no page can be stored in the bucket, nor a file with a path of another form', async () => {
  const { supabase, userId } = await newVisitor();
  const put = (path: string, contentType: string) =>
    supabase.storage.from('job-files').upload(path, new ArrayBuffer(8), { contentType });
  expect((await put(`${userId}/a/page.html`, 'text/html')).error).not.toBeNull();
  expect((await put(`${userId}/a/page.svg`, 'image/svg+xml')).error).not.toBeNull();
  expect((await put(`${userId}/page.pdf`, 'application/pdf')).error).not.toBeNull();
  expect((await put(`${userId}/a/page.pdf`, 'application/pdf')).error).toBeNull();
});

test('an upload of any type arrives, under a type that no browser runs', async () => {
  const visitor = await newVisitor();
  const client = clientOf(visitor);
  const page = new File(['<script>alert(1)</script>'], 'page.html', { type: 'text/html' });
  const { filePath, fileType } = await client.upload(page);
  expect(fileType).toBe('text/html');
  const shown = await fetch(await client.fileUrl(filePath));
  expect(shown.headers.get('content-type')).toBe('application/octet-stream');
});
