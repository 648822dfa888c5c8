// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useJob } from '../../src/overtime/react.ts';
import { JobPanel } from '../../src/site/ui/job-panel.tsx';
import { usualMs } from '../../src/site/ui/usual-duration.tsx';
import { extractRubric } from '../../src/tasks/extract-rubric/contract.ts';
import { playedClient } from '../overtime/react/react-rig.tsx';

const memory = { read: () => 'job-1', write: () => {}, subscribe: () => () => {} };
let visibility: DocumentVisibilityState = 'visible';
vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => visibility);
const show = (state: DocumentVisibilityState) => {
  visibility = state;
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
};

beforeEach(() => {
  visibility = 'visible';
  document.head.innerHTML = '<title>Rubrics · Overtime</title><link rel="icon" href="/favicon.svg">';
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const past = (durationMs: number | null, more: object = {}) => ({
  jobId: `past-${durationMs}`,
  status: 'completed' as const,
  attempts: 1,
  durationMs,
  ...more,
});
async function openPanel(jobs: readonly object[] = []) {
  const { client, watches, wrapper } = playedClient({
    list: async () => ({ jobs, nextBefore: null }) as never,
  });
  function Panel() {
    return <JobPanel job={useJob(extractRubric, { memory })} contract={extractRubric} />;
  }
  const view = render(<Panel />, { wrapper });
  await waitFor(() => expect(watches).toHaveLength(1));
  return {
    client,
    view,
    send: (...of: Parameters<NonNullable<(typeof watches)[0]>['send']>) => watches[0]?.send(...of),
  };
}
const icon = () => decodeURIComponent(document.querySelector('link[rel=icon]')?.getAttribute('href') ?? '');

test("the tab's title and icon say how the job stands", async () => {
  const { send, view } = await openPanel();
  send('pending', 0);
  await waitFor(() => expect(document.title).toBe('Waiting · Rubrics · Overtime'));
  send('processing', 41.6);
  await waitFor(() => expect(document.title).toBe('42 % · Rubrics · Overtime'));
  expect(icon()).toContain('stroke-dasharray="42 100"');
  // The page takes another name meanwhile.
  document.title = 'Grade · Overtime';
  send('processing', 50);
  await waitFor(() => expect(document.title).toBe('50 % · Grade · Overtime'));
  view.unmount();
  expect(document.title).toBe('Grade · Overtime');
  expect(icon()).toBe('/favicon.svg');
});

test('how a job ended stays in the tab until that is shown', async () => {
  const { send } = await openPanel();
  send('processing', 41);
  await waitFor(() => expect(document.title).toContain('41 %'));
  show('hidden');
  send('completed', 100);
  await waitFor(() => expect(document.title).toBe('Done · Rubrics · Overtime'));
  expect(icon()).toContain('stroke-dasharray="100 100"');
  show('visible');
  expect(document.title).toBe('Rubrics · Overtime');
  expect(icon()).toBe('/favicon.svg');
});

test('an end that is seen, or was there before, leaves the tab as it is', async () => {
  const { send } = await openPanel();
  send('failed', 10);
  await screen.findByText('Extraction failed');
  expect(document.title).toBe('Rubrics · Overtime');
});

/** The browser's notifications, and what its user answers. */
function browserThat(answers: NotificationPermission) {
  const shown: string[] = [];
  vi.stubGlobal(
    'Notification',
    class {
      static requestPermission = () => Promise.resolve(answers);
      constructor(title: string) {
        shown.push(title);
      }
    },
  );
  return shown;
}
const ask = async () =>
  fireEvent.click(await screen.findByRole('button', { name: 'Notify me when it is done' }));

test('who asked for it is notified once when the job is done', async () => {
  const shown = browserThat('granted');
  const { send } = await openPanel();
  send('processing', 10);
  await ask();
  await screen.findByText('You will be notified while this tab is open.');
  expect(screen.queryByRole('button', { name: /Notify/ })).toBeNull();
  expect(shown).toEqual([]);
  send('completed', 100);
  await waitFor(() => expect(shown).toEqual(['Extract rubric: Done']));
});

test('nobody is notified unasked, and a refusal is said', async () => {
  const shown = browserThat('denied');
  const { send } = await openPanel();
  send('processing', 10);
  await ask();
  await screen.findByText('Notifications are blocked. Allow them in the browser.');
  send('failed', 10);
  await screen.findByText('Extraction failed');
  expect(shown).toEqual([]);
});

test('a browser without notifications is not asked', async () => {
  const { send } = await openPanel();
  send('processing', 10);
  await screen.findByText('10 %');
  expect(screen.queryByRole('button', { name: /Notify/ })).toBeNull();
});

test('beside a running job stands how long the last ones took', async () => {
  const { send } = await openPanel([past(38_000), past(44_000), past(null, { status: 'failed' })]);
  send('processing', 10);
  expect((await screen.findByText(/Usually/)).textContent).toBe('Usually about 40 s');
});

test.each([
  [[], null],
  [[past(5000)], null],
  [[past(5000), past(0, { attempts: 0 }), past(7000, { status: 'failed' }), past(null)], null],
  [[past(900), past(400)], 1000],
  [[past(2000), past(100_000), past(4400)], 4000],
  [[past(62_000), past(80_000)], 60_000],
  [[past(100_000), past(110_000)], 120_000],
])('the usual duration of %j is %s', (jobs, ms) => {
  expect(usualMs(jobs)).toBe(ms);
});
