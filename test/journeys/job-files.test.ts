import { nanoid } from 'nanoid';
import { expect, test } from 'vitest';
import { createJobsClient } from '../../src/client/index.ts';
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
