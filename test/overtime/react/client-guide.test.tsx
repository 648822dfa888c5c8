// @vitest-environment jsdom
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { ComponentType } from 'react';
import { afterEach, expect, onTestFinished, test } from 'vitest';
import type { JobsClient } from '../../../src/overtime/client.ts';
import { playedClient } from './react-rig.tsx';

afterEach(() => {
  cleanup();
  window.localStorage.clear();
});

const checkout = join(import.meta.dirname, '..', '..', '..');

/** The guide's components, as they stand. */
async function guideApp(): Promise<ComponentType<{ client: JobsClient; userId: string }>> {
  const example =
    /```tsx\n(.+?)```/s.exec(readFileSync(join(checkout, 'docs', 'client.md'), 'utf8'))?.[1] ?? '';
  const folder = join(checkout, '.local', `client-guide-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'app.tsx');
  const imports = `
    import type { JobsClient } from '../../src/overtime/client.ts';
    import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
  `;
  writeFileSync(file, imports + example.replace("from './src/", "from '../../src/"));
  return ((await import(file)) as { App: ComponentType<{ client: JobsClient; userId: string }> }).App;
}

test("the client guide's components submit a job, show it and list what there was", async () => {
  const App = await guideApp();
  const { client, watches } = playedClient({
    submit: async () => ({ jobId: 'job-1', statusUrl: '' }),
    list: async () =>
      ({ jobs: [{ jobId: 'job-0', createdAt: 'Monday', status: 'completed' }], nextBefore: null }) as never,
  });
  render(<App client={client} userId="ada" />);
  await screen.findByText('Monday completed');
  fireEvent.click(screen.getByRole('button', { name: 'Extract' }));
  await screen.findByRole('progressbar');
  watches.at(-1)?.send('processing', 40);
  await screen.findByText('40 %');
  watches.at(-1)?.send('completed', 100);
  expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe('R');
});
