import { lazy, type ComponentType } from 'react';

/** A page of the site, loaded when it is opened. */
export interface Page {
  readonly path: string;
  /** In the navigation and in the window's title. */
  readonly title: string;
  /** The tasks whose jobs it shows. */
  readonly tasks: readonly string[];
  /** The path of the page in the navigation under which it is found; absent when it is there itself. */
  readonly within?: string;
  /** What it is called among the pages under the same entry of the navigation. Default: its title. */
  readonly tab?: string;
  readonly load: () => Promise<{ default: ComponentType }>;
  readonly Content: ComponentType;
}

function page(definition: Omit<Page, 'Content'>): Page {
  return { ...definition, Content: lazy(definition.load) };
}

/** Every page, in the order of the navigation. */
export const pages: readonly [Page, ...Page[]] = [
  page({
    path: '/',
    title: 'Rubrics',
    tab: 'From a document',
    tasks: ['extract-rubric'],
    load: async () => ({ default: (await import('./rubric/rubric-page.tsx')).RubricPage }),
  }),
  page({
    path: '/enhance',
    title: 'A better rubric',
    tab: 'Improve',
    tasks: ['enhance-rubric'],
    within: '/',
    load: async () => ({ default: (await import('./rubric/enhance-page.tsx')).EnhancePage }),
  }),
  page({
    path: '/grade',
    title: 'Grade by a rubric',
    tab: 'Grade',
    tasks: ['grade-submission'],
    within: '/',
    load: async () => ({ default: (await import('./rubric/grade-page.tsx')).GradePage }),
  }),
  page({
    path: '/scores',
    title: 'Scores',
    tasks: ['score-book'],
    load: async () => ({ default: (await import('./scoring/scoring-page.tsx')).ScoringPage }),
  }),
  page({
    path: '/lore',
    title: 'Lore',
    tab: 'Your lore',
    tasks: [
      'generate-characters',
      'generate-factions',
      'generate-settings',
      'generate-events',
      'generate-relics',
    ],
    load: async () => ({ default: (await import('./lore/lore-page.tsx')).LorePage }),
  }),
  page({
    path: '/worlds',
    title: 'Worlds',
    tasks: ['create-world'],
    within: '/lore',
    load: async () => ({ default: (await import('./lore/worlds-page.tsx')).WorldsPage }),
  }),
  page({
    path: '/story-books',
    title: 'Story books',
    tasks: ['generate-book'],
    load: async () => ({ default: (await import('./story-book/story-book-page.tsx')).StoryBookPage }),
  }),
  page({
    path: '/writing',
    title: 'Writing',
    tasks: ['create-foundation', 'write-chapter', 'export-book'],
    load: async () => ({ default: (await import('./writing/writing-page.tsx')).WritingPage }),
  }),
  page({
    path: '/jobs',
    title: 'Jobs',
    tasks: [],
    load: async () => ({ default: (await import('./jobs/jobs-page.tsx')).JobsPage }),
  }),
];

/** The page at a path; the first page where there is none. */
export function pageAt(path: string): Page {
  return pages.find((candidate) => candidate.path === path) ?? pages[0];
}

/**
 * Where a job is shown with its result: `?job=` on the page of its task, with `&task=` where that page shows
 * several; null when no page shows it.
 */
export function jobAddress(task: string, jobId: string): string | null {
  const home = pages.find(({ tasks }) => tasks.includes(task));
  if (home === undefined) return null;
  const query = new URLSearchParams({ job: jobId, ...(home.tasks.length > 1 && { task }) });
  return `${home.path}?${query}`;
}
