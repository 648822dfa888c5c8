// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../src/overtime/client.ts';
import type { JobSnapshot, StageSnapshot } from '../../../src/overtime/job.ts';
import { JobProgress } from '../../../src/overtime/react.ts';
import { snapshot } from '../client/client-rig.ts';

afterEach(cleanup);

const stages = {
  reading: { title: 'Reading', weight: 1 },
  scenes: { title: 'Writing scenes', weight: 3 },
  audio: { title: 'Speaking', weight: 1 },
};

const stage = (name: string, status: StageSnapshot['status'], more: Partial<StageSnapshot> = {}) => ({
  name,
  title: name,
  item: 0,
  status,
  progress: 0,
  reason: null,
  startedAt: null,
  finishedAt: null,
  ...more,
});

const job = (status: JobSnapshot['status'], more: object = {}) =>
  ({ ...snapshot(status, 42.4), ...more }) as unknown as JobSnapshot;

const stageTexts = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent);

test('before the first answer every stage is listed as not started', () => {
  render(<JobProgress snapshot={null} stages={stages} />);
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('0');
  expect(stageTexts()).toEqual(['Reading not started', 'Writing scenes not started', 'Speaking not started']);
});

test('bar, message, time and stages say where the job is, for eyes and for screen readers', () => {
  const performance = { queueTimeMs: 1000, durationMs: 64_000 };
  render(
    <JobProgress
      stages={stages}
      className="mine"
      snapshot={job('processing', {
        stage: 'scenes',
        message: 'Scene 3 of 5',
        performance,
        stages: [
          stage('reading', 'completed'),
          stage('scenes', 'completed', { item: 1 }),
          stage('scenes', 'completed', { item: 2 }),
          stage('scenes', 'processing', { item: 3 }),
        ],
      })}
    />,
  );
  const region = screen.getByRole('region', { name: 'Working' });
  expect(region.className).toBe('job-progress mine');
  expect(region.dataset['status']).toBe('processing');
  expect(screen.getByRole('progressbar', { name: 'Working' }).getAttribute('aria-valuenow')).toBe('42');
  expect(screen.getByText('Scene 3 of 5')).toBeTruthy();
  expect(screen.getByRole('timer').textContent).toBe('1 min 05 s');
  expect(stageTexts()).toEqual([
    'Reading done',
    'Writing scenes in progress: 2 ready',
    'Speaking not started',
  ]);
  expect(within(region).getAllByRole('listitem')[1]?.getAttribute('aria-current')).toBe('step');
});

test('a stage without a message of its own gives its title, also where the page lists the stages itself', () => {
  render(
    <JobProgress stages={stages} listsStages={false} snapshot={job('processing', { stage: 'scenes' })} />,
  );
  expect(screen.getByText('Writing scenes')).toBeTruthy();
  expect(screen.queryByRole('list')).toBeNull();
});

test('between two items a stage is still in progress, and after the last one it is done', () => {
  const items = [stage('scenes', 'completed', { item: 1 }), stage('scenes', 'completed', { item: 2 })];
  const { rerender } = render(
    <JobProgress stages={stages} snapshot={job('processing', { stage: 'scenes', stages: items })} />,
  );
  expect(stageTexts()[1]).toBe('Writing scenes in progress: 2 ready');
  rerender(<JobProgress stages={stages} snapshot={job('completed', { stage: 'audio', stages: items })} />);
  expect(stageTexts()[1]).toBe('Writing scenes done: 2 ready');
});

test('a skipped stage says why', () => {
  const skipped = stage('audio', 'skipped', { reason: 'No voice is configured.' });
  render(<JobProgress stages={stages} snapshot={job('completed', { stages: [skipped] })} />);
  expect(stageTexts()[2]).toBe('Speaking skipped: No voice is configured.');
});

test('a running job can be cancelled, a failed one tried again', () => {
  const onCancel = vi.fn();
  const onRetry = vi.fn();
  const { rerender } = render(
    <JobProgress stages={stages} snapshot={job('processing')} onCancel={onCancel} onRetry={onRetry} />,
  );
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
  expect(onCancel).toHaveBeenCalledOnce();

  rerender(<JobProgress stages={stages} snapshot={job('failed')} onCancel={onCancel} onRetry={onRetry} />);
  expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull();
  expect(screen.getByText('It broke.')).toBeTruthy();
  expect(screen.getByText('internal_error')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(onRetry).toHaveBeenCalledOnce();
});

test('a lost connection is named while the job runs', () => {
  const trouble = new ApiError('network_error', 'No network.');
  const { rerender } = render(<JobProgress stages={stages} snapshot={job('processing')} trouble={trouble} />);
  expect(screen.getByText(/^Connection lost/)).toBeTruthy();
  rerender(<JobProgress stages={stages} snapshot={job('completed')} trouble={trouble} />);
  expect(screen.queryByText(/^Connection lost/)).toBeNull();
});

test('any of its texts can be replaced', () => {
  const texts = { failed: 'Extraction failed', errorCode: 'Code:', retry: 'Once more' };
  render(<JobProgress stages={stages} snapshot={job('failed')} texts={texts} onRetry={() => {}} />);
  expect(screen.getByRole('heading').textContent).toBe('Extraction failed');
  expect(screen.getByText('Code:')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Once more' })).toBeTruthy();
});

test.each([
  ['user', 0, 'Waiting for your other jobs'],
  ['lock', 1, 'Waiting for another job'],
  ['time', 0, 'Waiting for its time'],
  ['time', 1, 'Waiting to try again'],
  [null, 1, 'Waiting for a worker'],
])(
  'a job that waits for %s after attempt %i is headed by what it waits for',
  (waitsFor, attempt, headline) => {
    render(<JobProgress stages={stages} snapshot={job('pending', { waitsFor, attempt })} />);
    expect(screen.getByRole('region', { name: headline })).toBeTruthy();
  },
);

test('the time to the next attempt is counted down, by the server’s clock', () => {
  vi.useFakeTimers();
  const waiting = (attempt: number) =>
    job('pending', {
      waitsFor: 'time',
      attempt,
      message: 'Trying again: Busy.',
      createdAt: '2001-01-01T00:00:00Z',
      nextAttemptAt: '2001-01-01T00:01:30Z',
      performance: { queueTimeMs: 1000, durationMs: 64_000 },
    });
  const { rerender } = render(<JobProgress stages={stages} snapshot={waiting(1)} />);
  expect(screen.getByText('Next attempt in 25 s.')).toBeTruthy();
  act(() => void vi.advanceTimersByTime(5000));
  expect(screen.getByText('Next attempt in 20 s.')).toBeTruthy();
  act(() => void vi.advanceTimersByTime(20_000));
  expect(screen.queryByText(/Next attempt/)).toBeNull();
  rerender(<JobProgress stages={stages} snapshot={waiting(0)} />);
  expect(screen.getByText('Starts in 25 s.')).toBeTruthy();
  vi.useRealTimers();
});

test('after a cancellation the focus is at the outcome, and nowhere else when the page has moved it', () => {
  const show = (status: JobSnapshot['status'], busy = false) => (
    <>
      <a href="#elsewhere">elsewhere</a>
      <JobProgress stages={stages} snapshot={job(status)} busy={busy} onCancel={vi.fn()} onRetry={vi.fn()} />
    </>
  );
  const { rerender } = render(show('processing'));
  const cancel = screen.getByRole('button', { name: 'Cancel' });
  cancel.focus();
  fireEvent.click(cancel);
  rerender(show('processing', true));
  // A button that is disabled would lose the focus.
  expect(document.activeElement).toBe(cancel);
  rerender(show('cancelled'));
  expect(document.activeElement).toBe(screen.getByRole('heading', { name: 'Cancelled' }));

  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  screen.getByRole('link').focus();
  rerender(show('processing'));
  expect(document.activeElement).toBe(screen.getByRole('link'));
});
