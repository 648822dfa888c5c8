// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ApiError, type JobsClient } from '../../src/overtime/client.ts';
import type { Contract } from '../../src/overtime/index.ts';
import { withoutAcceptedDrafts } from '../../src/site/forms/accepted-jobs.ts';
import { removeDrafts } from '../../src/site/forms/drafts.ts';
import { BegunForm } from '../../src/site/forms/form-start.tsx';
import { generators } from '../../src/site/lore/generators.ts';
import { LoreForm } from '../../src/site/lore/lore-form.tsx';
import { WorldForm } from '../../src/site/lore/world-form.tsx';
import { formAddress } from '../../src/site/pages.ts';
import { EnhanceForm } from '../../src/site/rubric/enhance-form.tsx';
import { GradeForm } from '../../src/site/rubric/grade-form.tsx';
import { RubricForm } from '../../src/site/rubric/rubric-form.tsx';
import { ScoreForm } from '../../src/site/scoring/score-form.tsx';
import { StoryBookForm } from '../../src/site/story-book/story-book-form.tsx';
import { UserIdContext } from '../../src/site/supabase-context.ts';
import { FoundationForm } from '../../src/site/writing/foundation-form.tsx';
import { contracts } from '../../src/tasks/contracts.ts';
import type { ChosenLore } from '../../src/tasks/lore/lore-contract.ts';
import { gradeSubmission } from '../../src/tasks/grade-submission/contract.ts';
import { outline } from '../../src/tasks/extract-rubric/outline.ts';
import { playedClient } from '../overtime/react/react-rig.tsx';
import { sampleInputs } from '../support/sample-inputs.ts';
import { sampleLore } from '../tasks/lore/sample-lore.ts';

const idle = { error: null, busy: false };
const noLore = { characters: [], factions: [], settings: [], events: [], relics: [] } as ChosenLore;
const { rubric } = gradeSubmission.input.parse(sampleInputs['grade-submission']?.[0]);
const kept = { id: 'job-1', title: 'Essays', total_points: 10, rubric, sample: false, version: 0 };
const rubrics = [{ ...kept, created_at: '2026-01-01T00:00:00Z' }];

type Submit = (input: unknown) => Promise<void>;
/** The form of each task. */
const forms: Readonly<Record<string, (onSubmit: Submit) => ReactNode>> = {
  'extract-rubric': (onSubmit) => <RubricForm {...idle} policy={outline.file} onSubmit={onSubmit} />,
  'enhance-rubric': (onSubmit) => <EnhanceForm {...idle} rubrics={[]} beginWith={null} onSubmit={onSubmit} />,
  'grade-submission': (onSubmit) => (
    <GradeForm {...idle} rubrics={rubrics} beginWith={null} onSubmit={([first]) => onSubmit(first)} />
  ),
  'score-book': (onSubmit) => <ScoreForm {...idle} onSubmit={onSubmit} />,
  'generate-book': (onSubmit) => <StoryBookForm {...idle} onSubmit={onSubmit} />,
  'create-foundation': (onSubmit) => <FoundationForm {...idle} onSubmit={onSubmit} />,
  'create-world': (onSubmit) => (
    <WorldForm {...idle} theme="other" lore={noLore} onSubmit={(input) => void onSubmit(input)} />
  ),
  'generate-relics': (onSubmit) => (
    <LoreForm
      {...idle}
      kind="relics"
      onKind={() => {}}
      theme="other"
      existing={sampleLore}
      onSubmit={(input) => void onSubmit(input)}
    />
  ),
};

/** The jobs whose inputs are filled in. What was sent to Storage at first has a path there by then. */
const inputs = [
  ...Object.keys(forms).flatMap((task) =>
    (sampleInputs[task] ?? [])
      .filter((input) => !('file' in input))
      .map((input): [string, object] => [task, input]),
  ),
  [
    'create-foundation',
    { idea: 'A lighthouse', genre: 'mystery', length: { chapters: 3, wordsPerChapter: 400 } },
  ],
] as const;

const contractOf = (task: string): Contract => {
  const found = contracts.find(({ name }) => name === task);
  if (found === undefined) throw new Error(`There is no task ${task}.`);
  return found;
};

function show(jobs: object, userId: string, form: ReactNode) {
  const { wrapper: Jobs } = playedClient(jobs);
  render(
    <UserIdContext value={userId}>
      <QueryClientProvider client={new QueryClient()}>
        <Jobs>{form}</Jobs>
      </QueryClientProvider>
    </UserIdContext>,
  );
}

function open(
  task: string,
  address: string,
  {
    userId = 'ada',
    input,
    onSubmit = vi.fn<Submit>(),
  }: { userId?: string; input?: unknown; onSubmit?: ReturnType<typeof vi.fn<Submit>> } = {},
) {
  window.history.replaceState(null, '', address);
  const client = { input: vi.fn(async () => input) };
  show(client, userId, <BegunForm contracts={[contractOf(task)]}>{forms[task]?.(onSubmit)}</BegunForm>);
  return { onSubmit, client };
}
const send = () => fireEvent.submit(document.querySelector('form') as HTMLFormElement);
const field = (label: RegExp) => screen.getByLabelText<HTMLInputElement>(label);
/** A draft is kept after the page has shown the change. */
const afterwards = () => new Promise((resolve) => setTimeout(resolve));
async function type(label: RegExp, value: string) {
  fireEvent.change(field(label), { target: { value } });
  await afterwards();
}

beforeEach(() => window.sessionStorage.clear());
afterEach(cleanup);

test('every task with a form of its own has its job filled in there', () => {
  const without = contracts.map(({ name }) => name).filter((name) => formAddress(name, 'job-1') === null);
  expect(without).toEqual(['write-chapter', 'export-book']);
  expect(formAddress('generate-relics', 'job-1')).toBe('/lore?from=job-1&task=generate-relics');
  expect(formAddress('score-book', 'job-1')).toBe('/scores?from=job-1');
  const others = Object.values(generators).map(({ name }) => name);
  expect([...Object.keys(forms), ...without, ...others].toSorted()).toEqual(
    [...contracts.map(({ name }) => name), 'generate-relics'].toSorted(),
  );
});

test.for(inputs)(
  'the form of %s is filled in with a job, and sends the same again: %o',
  async ([task, input]) => {
    const { onSubmit, client } = open(task, '/?from=job-7', { input });
    await screen.findByText('Filled in with the input of the earlier job.');
    expect(client.input).toHaveBeenCalledWith(
      expect.objectContaining({ name: task }),
      'job-7',
      expect.anything(),
    );
    if ('fileName' in input) expect(await screen.findByText(input.fileName as string)).toBeDefined();
    send();
    await waitFor(() => expect(onSubmit).toHaveBeenCalledOnce());
    expect(onSubmit.mock.calls[0]?.[0]).toEqual(input);
  },
);

test('an earlier job is graded by its own rubric again where that was edited or deleted since', async () => {
  const [input] = sampleInputs['grade-submission'] ?? [];
  const edited = { ...rubric, title: 'Essays, second term' };
  for (const [now, rubricId] of [
    [edited, 'job-1'],
    [rubric, 'deleted'],
  ] as const) {
    const sent = { ...input, rubricId };
    const onSubmit = vi.fn<Submit>();
    window.history.replaceState(null, '', '/grade?from=job-7');
    show(
      { input: async () => sent },
      'ada',
      <BegunForm contracts={[gradeSubmission]}>
        <GradeForm
          {...idle}
          rubrics={rubrics.map((one) => ({ ...one, rubric: now }))}
          beginWith={null}
          onSubmit={([first]) => onSubmit(first)}
        />
      </BegunForm>,
    );
    await screen.findByText('As the earlier job had it: Essays');
    send();
    await waitFor(() => expect(onSubmit).toHaveBeenCalledOnce());
    expect(onSubmit.mock.calls[0]?.[0]).toEqual(sent);
    cleanup();
  }
});

test('the file of the earlier job is kept until it is removed', async () => {
  const [, input] = sampleInputs['extract-rubric'] ?? [];
  const { onSubmit } = open('extract-rubric', '/?from=job-7', { input });
  await screen.findByText(/From the earlier job/);
  fireEvent.click(screen.getByRole('button', { name: 'Remove work.pdf' }));
  send();
  await screen.findByText('Choose a document.');
  expect(onSubmit).not.toHaveBeenCalled();
});

test('a job that is gone leaves an empty form, and says so', async () => {
  const fault = new ApiError('not_found', 'There is no such job of yours.');
  open('score-book', '/scores?from=gone', { input: Promise.reject(fault) });
  await screen.findByText('The input of the earlier job could not be loaded. It may have been deleted.');
  expect(field(/^Title/).value).toBe('');
});

test('a form that is left keeps what was typed, until it is discarded', async () => {
  open('create-foundation', '/writing');
  await type(/^Idea/, 'A lighthouse that lies');
  fireEvent.click(screen.getByLabelText('Other'));
  await afterwards();
  await type(/^Chapters/, '12');
  cleanup();

  open('create-foundation', '/writing');
  screen.getByText('Draft restored.');
  expect(field(/^Idea/).value).toBe('A lighthouse that lies');
  expect(field(/^Chapters/).value).toBe('12');
  fireEvent.click(screen.getByRole('button', { name: 'Discard' }));
  expect(field(/^Idea/).value).toBe('');
  expect(document.activeElement).toBe(field(/^Idea/));
  expect(screen.queryByText('Draft restored.')).toBeNull();
  cleanup();

  open('create-foundation', '/writing');
  expect(screen.queryByText('Draft restored.')).toBeNull();
});

test('what was typed and taken back leaves no draft', async () => {
  open('score-book', '/scores');
  await type(/^Title/, 'Emma');
  await type(/^Title/, '');
  expect(window.sessionStorage).toHaveLength(0);
});

test('a draft belongs to its user, its form, and the job that it began with', async () => {
  open('score-book', '/scores');
  await type(/^Title/, 'Emma');
  cleanup();
  open('score-book', '/scores', { userId: 'grace' });
  expect(field(/^Title/).value).toBe('');
  cleanup();
  open('create-foundation', '/writing');
  expect(field(/^Title/).value).toBe('');
  cleanup();

  const input = { title: 'Persuasion', author: 'Jane Austen' };
  open('score-book', '/scores?from=job-7', { input });
  await screen.findByText('Filled in with the input of the earlier job.');
  expect(field(/^Title/).value).toBe('Persuasion');
  await type(/^Author/, 'J. Austen');
  cleanup();
  open('score-book', '/scores?from=job-7', { input });
  await screen.findByText('Draft restored.');
  expect([field(/^Title/).value, field(/^Author/).value]).toEqual(['Persuasion', 'J. Austen']);
});

test('a form with a file says that the file is not kept', async () => {
  open('extract-rubric', '/');
  await type(/^Total points/, '50');
  cleanup();
  open('extract-rubric', '/');
  expect(screen.getByRole('status').textContent).toContain('Files that were chosen are not kept.');
});

test('a draft is gone once its job is accepted, and stays when it is refused', async () => {
  const submit = vi.fn().mockRejectedValueOnce(new Error('refused')).mockResolvedValue({ jobId: 'job-8' });
  const client = withoutAcceptedDrafts({ submit } as unknown as JobsClient, 'ada');
  open('score-book', '/scores?from=job-7', { input: { title: 'Emma', author: 'Jane Austen' } });
  await screen.findByText('Filled in with the input of the earlier job.');
  await type(/^Title/, 'Emma again');
  await expect(client.submit(contractOf('score-book'), {})).rejects.toThrow('refused');
  await client.submit(contractOf('create-world'), {});
  expect(window.sessionStorage).toHaveLength(1);
  await client.submit(contractOf('score-book'), {});
  expect(window.sessionStorage).toHaveLength(0);
  // And the form does not begin with the earlier job again.
  expect(window.location.search).toBe('');
});

test('all drafts are gone once nobody is signed in', async () => {
  open('score-book', '/scores');
  await type(/^Title/, 'Emma');
  window.sessionStorage.setItem('other', 'stays');
  removeDrafts();
  expect(Object.keys(window.sessionStorage)).toEqual(['other']);
});
