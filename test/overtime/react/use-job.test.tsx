// @vitest-environment jsdom
import { act, cleanup, render, renderHook, screen, waitFor } from '@testing-library/react';
import { StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import { afterEach, expect, test, vi } from 'vitest';
import { ApiError } from '../../../src/overtime/client.ts';
import {
  JobsProvider,
  rememberInStorage,
  useJob,
  useJobs,
  useJobStatus,
} from '../../../src/overtime/react.ts';
import { extractRubric } from '../../../src/tasks/extract-rubric/contract.ts';
import { playedClient } from './react-rig.tsx';

afterEach(() => {
  cleanup();
  window.localStorage.clear();
});

const input = {
  filePath: '00000000-0000-4000-8000-00000000000a/1/rubric.pdf',
  fileName: 'rubric.pdf',
  fileType: 'application/pdf',
};
const submitted = (jobId: string) => async () => ({ jobId, statusUrl: '' });
const notFound = new ApiError('not_found', 'There is no such job.', { status: 404 });

test('a job whose id is known is followed to its end', async () => {
  const { watches, wrapper } = playedClient();
  const { result } = renderHook(() => useJobStatus(extractRubric, 'job-1'), { wrapper });
  expect(result.current.snapshot).toBeNull();
  await act(async () => watches[0]?.send('processing', 40));
  await waitFor(() => expect(result.current.snapshot).toMatchObject({ status: 'processing', progress: 40 }));
  await act(async () => watches[0]?.send('completed', 100));
  await waitFor(() => expect(result.current.snapshot).toMatchObject({ status: 'completed' }));
  expect(watches).toHaveLength(1);
});

test('without an id nothing is asked', () => {
  const { watches, wrapper } = playedClient();
  const { result } = renderHook(() => useJobStatus(extractRubric, null), { wrapper });
  expect(result.current).toMatchObject({ snapshot: null, error: null, trouble: null });
  expect(watches).toEqual([]);
});

test('two components that follow one job share one watch, which ends with the last of them', async () => {
  const { watches, wrapper } = playedClient();
  const both = renderHook(
    ({ second }: { second: boolean }) => [
      useJobStatus(extractRubric, 'job-1').snapshot?.progress,
      useJobStatus(extractRubric, second ? 'job-1' : null).snapshot?.progress,
    ],
    { wrapper, initialProps: { second: true } },
  );
  await act(async () => watches[0]?.send('processing', 40));
  await waitFor(() => expect(both.result.current).toEqual([40, 40]));
  expect(watches).toHaveLength(1);
  both.rerender({ second: false });
  expect(watches[0]?.signal?.aborted).toBe(false);
  both.unmount();
  expect(watches[0]?.signal?.aborted).toBe(true);
});

test('a job that has ended is not watched again by who comes later', async () => {
  const { client, watches } = playedClient();
  const wrapper = ({ children }: { children: React.ReactNode }) => (
    <JobsProvider client={client}>{children}</JobsProvider>
  );
  const initialProps: { jobId: string | null } = { jobId: 'job-1' };
  const { result, rerender } = renderHook(({ jobId }) => useJobStatus(extractRubric, jobId), {
    wrapper,
    initialProps,
  });
  await act(async () => watches[0]?.send('completed', 100));
  rerender({ jobId: null });
  expect(result.current.snapshot).toBeNull();
  rerender({ jobId: 'job-1' });
  expect(result.current.snapshot).toMatchObject({ status: 'completed' });
  expect(watches).toHaveLength(1);
});

test('trouble is named while the watching goes on, and what ends it is an error', async () => {
  const { watches, wrapper } = playedClient();
  const { result } = renderHook(() => useJobStatus(extractRubric, 'job-1'), { wrapper });
  await act(async () => watches[0]?.send('processing', 40));
  await act(async () => watches[0]?.trouble(new ApiError('network_error', 'No network.')));
  await waitFor(() =>
    expect(result.current).toMatchObject({ snapshot: { progress: 40 }, trouble: { code: 'network_error' } }),
  );
  await act(async () => watches[0]?.trouble(null));
  await waitFor(() => expect(result.current.trouble).toBeNull());
  await act(async () => watches[0]?.fail(notFound));
  await waitFor(() => expect(result.current.error).toBe(notFound));
  expect(result.current.snapshot).toMatchObject({ progress: 40 });

  await act(async () => result.current.watchAgain());
  await act(async () => watches[1]?.send('completed', 100));
  await waitFor(() =>
    expect(result.current).toMatchObject({ error: null, snapshot: { status: 'completed' } }),
  );
});

test('a submitted job is followed, and again after a refresh of the page', async () => {
  const submit = vi.fn(submitted('job-7'));
  const before = playedClient({ submit });
  const first = renderHook(() => useJob(extractRubric), { wrapper: before.wrapper });
  await act(() => first.result.current.submit(input));
  expect(submit).toHaveBeenCalledWith(extractRubric, input, undefined);
  await act(async () => before.watches.at(-1)?.send('processing', 10));
  await waitFor(() =>
    expect(first.result.current).toMatchObject({ jobId: 'job-7', busy: null, snapshot: { progress: 10 } }),
  );
  first.unmount();

  const after = playedClient();
  const second = renderHook(() => useJob(extractRubric), { wrapper: after.wrapper });
  expect(second.result.current.jobId).toBe('job-7');
  expect(after.watches.map(({ jobId }) => jobId)).toEqual(['job-7']);
});

test('a page that a server rendered is taken over as it is, and then follows the job it remembers', async () => {
  const { client, watches } = playedClient();
  rememberInStorage('overtime.job.extract-rubric').write('job-1');
  const Page = () => <p>{useJob(extractRubric).jobId ?? 'no job'}</p>;
  const page = (
    <JobsProvider client={client}>
      <Page />
    </JobsProvider>
  );
  const container = document.body.appendChild(document.createElement('div'));
  container.innerHTML = renderToString(page);
  expect(container.textContent).toBe('no job');
  const onRecoverableError = vi.fn();
  render(page, { container, hydrate: true, onRecoverableError });
  await screen.findByText('job-1');
  await waitFor(() => expect(watches).toMatchObject([{ jobId: 'job-1' }]));
  expect(onRecoverableError).not.toHaveBeenCalled();
});

test('a refused submission is an error, and nothing is followed', async () => {
  const refused = new ApiError('invalid_input', 'No file.', { status: 422 });
  const { watches, wrapper } = playedClient({ submit: () => Promise.reject(refused) });
  const { result } = renderHook(() => useJob(extractRubric), { wrapper });
  await act(() => result.current.submit(input));
  expect(result.current).toMatchObject({ jobId: null, busy: null, error: refused });
  expect(watches).toEqual([]);
});

test('a retry follows the new job and shows nothing of the old one', async () => {
  const { watches, wrapper } = playedClient({ retry: submitted('job-2') });
  const memory = rememberInStorage('test');
  memory.write('job-1');
  const { result } = renderHook(() => useJob(extractRubric, { memory }), { wrapper });
  await act(async () => watches[0]?.send('failed'));
  await waitFor(() => expect(result.current.snapshot).toMatchObject({ status: 'failed' }));
  await act(() => result.current.retry());
  expect(result.current).toMatchObject({ jobId: 'job-2', snapshot: null });
  await act(async () => watches.at(-1)?.send('processing', 5));
  await waitFor(() => expect(result.current.snapshot).toMatchObject({ jobId: 'job-2', progress: 5 }));
});

test('a job that ended before its cancellation is no error', async () => {
  const { watches, wrapper } = playedClient({
    cancel: () => Promise.reject(new ApiError('job_already_finished', 'It has ended.', { status: 409 })),
  });
  const memory = rememberInStorage('test');
  memory.write('job-1');
  const { result } = renderHook(() => useJob(extractRubric, { memory }), { wrapper });
  await act(async () => watches[0]?.send('processing', 5));
  await act(() => result.current.cancel());
  expect(result.current).toMatchObject({ error: null, snapshot: { progress: 5 } });
  await act(async () => watches.at(-1)?.send('completed', 100));
  await waitFor(() => expect(result.current.snapshot).toMatchObject({ status: 'completed' }));
});

test('in strict mode, one watch is left in the end', async () => {
  const { client, watches } = playedClient();
  const { unmount } = renderHook(() => useJobStatus(extractRubric, 'job-1'), {
    wrapper: ({ children }) => (
      <StrictMode>
        <JobsProvider client={client}>{children}</JobsProvider>
      </StrictMode>
    ),
  });
  await act(async () => {});
  await waitFor(() => expect(watches.filter(({ signal }) => signal?.aborted === false)).toHaveLength(1));
  unmount();
  expect(watches.filter(({ signal }) => signal?.aborted === false)).toEqual([]);
});

test('the history is read page by page, and again after a submission', async () => {
  const list = vi.fn(async ({ before }: { before?: string } = {}) => ({
    jobs: [{ jobId: before === undefined ? 'new' : 'old', status: 'completed' }],
    nextBefore: before === undefined ? 'then' : null,
  }));
  const { wrapper } = playedClient({ list: list as never, submit: submitted('job-7') });
  const { result } = renderHook(
    () => ({ history: useJobs({ task: 'extract-rubric' }), job: useJob(extractRubric) }),
    { wrapper },
  );
  expect(result.current.history).toMatchObject({ jobs: [], isLoading: true });
  await waitFor(() => expect(result.current.history.isLoading).toBe(false));
  expect(result.current.history.hasMore).toBe(true);
  await act(async () => result.current.history.loadMore());
  await waitFor(() => expect(result.current.history.hasMore).toBe(false));
  expect(result.current.history.jobs.map(({ jobId }) => jobId)).toEqual(['new', 'old']);
  expect(list.mock.calls.map(([options]) => options)).toMatchObject([
    { task: 'extract-rubric' },
    { task: 'extract-rubric', before: 'then' },
  ]);

  await act(() => result.current.job.submit(input));
  await waitFor(() => expect(list).toHaveBeenCalledTimes(4));
});

test('the history is read again when a job that is followed ends', async () => {
  const list = vi.fn(async () => ({ jobs: [], nextBefore: null }));
  const { watches, wrapper } = playedClient({ list });
  renderHook(() => [useJobs(), useJobStatus(extractRubric, 'job-1')], { wrapper });
  await act(async () => watches[0]?.send('processing', 40));
  await act(async () => watches[0]?.send('processing', 60));
  expect(list).toHaveBeenCalledTimes(1);
  await act(async () => watches[0]?.send('completed', 100));
  await waitFor(() => expect(list).toHaveBeenCalledTimes(2));
});

test('a history that cannot be read says why', async () => {
  const unavailable = new ApiError('not_signed_in', 'Sign in again.', { status: 401 });
  const { client } = playedClient({ list: () => Promise.reject(unavailable) });
  const { result } = renderHook(() => useJobs(), {
    wrapper: ({ children }) => <JobsProvider client={client}>{children}</JobsProvider>,
  });
  await waitFor(() => expect(result.current.error).toBe(unavailable));
  expect(result.current.jobs).toEqual([]);
});

test('a hook without its provider says what is missing', () => {
  const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect(() => renderHook(() => useJobs())).toThrow('<JobsProvider');
  errors.mockRestore();
});
