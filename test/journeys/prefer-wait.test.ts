import { expect, test } from 'vitest';
import { rubricPdf } from '../support/sample-files.ts';
import { sampleSettings } from './sample-settings.ts';
import { base64, newVisitor, pdf, triggerUrl, type Accepted, type AnySnapshot } from './visitor.ts';

const setSamples = sampleSettings();
const input = async () => ({ file: base64(await rubricPdf()), fileName: 'r.pdf', fileType: pdf });

test('a job that ends while its caller waits is answered with its result', async () => {
  const visitor = await newVisitor();
  const { status, headers, body } = await visitor.call<AnySnapshot & Accepted>(
    'POST',
    triggerUrl,
    await input(),
    { prefer: 'wait=25' },
  );
  expect(status).toBe(200);
  expect(headers.get('preference-applied')).toBe('wait=25');
  expect(headers.get('retry-after')).toBeNull();
  expect(headers.get('location')).toBe(body.statusUrl);
  expect(body).toMatchObject({ status: 'completed', result: { totalPoints: 100 } });
  const { statusUrl, ...snapshot } = body;
  expect((await visitor.call('GET', statusUrl)).body).toEqual(snapshot);
});

test('a job that does not is answered as accepted, and goes on', async () => {
  setSamples({ paceSeconds: 5, chaos: [] });
  const visitor = await newVisitor();
  const { status, headers, body } = await visitor.call<Accepted>('POST', triggerUrl, await input(), {
    prefer: 'wait=1',
  });
  expect([status, body.status]).toEqual([202, 'pending']);
  expect(headers.get('preference-applied')).toBeNull();
  expect((await visitor.watch(body.statusUrl)).at(-1)).toMatchObject({ status: 'completed' });
});

test('the same Idempotency-Key gives the result of a job that has ended, and where to read it', async () => {
  const visitor = await newVisitor();
  const submit = async (headers: Record<string, string>) =>
    visitor.call<AnySnapshot & Accepted>('POST', triggerUrl, await input(), {
      'idempotency-key': 'once',
      ...headers,
    });
  const first = await submit({ prefer: 'wait=25' });
  const again = await submit({});
  expect(again.status).toBe(200);
  expect(again.body).toEqual(first.body);
});
