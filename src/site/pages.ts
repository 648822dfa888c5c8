export type PagePath =
  | '/'
  | '/enhance'
  | '/grade'
  | '/gradebook'
  | '/scores'
  | '/lore'
  | '/worlds'
  | '/story-books'
  | '/writing'
  | '/jobs'
  | '/operator'
  | '/account';

/** A page of the site; `page-contents.ts` has what it shows. */
export interface Page {
  readonly path: PagePath;
  /** In the navigation and in the window's title. */
  readonly title: string;
  /** The tasks whose jobs it shows. */
  readonly tasks: readonly string[];
  /** The path of the page in the navigation under which it is found; absent when it is there itself. */
  readonly within?: string;
  /** Whether it is reached from elsewhere than the navigation. */
  readonly isApart?: true;
  /** What it is called among the pages under the same entry of the navigation. Default: its title. */
  readonly tab?: string;
  /** Whether the navigation names it to operators alone. What it shows, the database decides. */
  readonly forOperators?: true;
}

/** Every page, in the order of the navigation. */
export const pages: readonly [Page, ...Page[]] = [
  {
    path: '/',
    title: 'Rubrics',
    tab: 'From a document',
    tasks: ['extract-rubric'],
  },
  {
    path: '/enhance',
    title: 'A better rubric',
    tab: 'Improve',
    tasks: ['enhance-rubric'],
    within: '/',
  },
  {
    path: '/grade',
    title: 'Grade with a rubric',
    tab: 'Grade',
    tasks: ['grade-submission'],
    within: '/',
  },
  {
    path: '/gradebook',
    title: 'Gradebook',
    tasks: [],
    within: '/',
  },
  {
    path: '/scores',
    title: 'Scores',
    tasks: ['score-book'],
  },
  {
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
  },
  {
    path: '/worlds',
    title: 'Worlds',
    tasks: ['create-world'],
    within: '/lore',
  },
  {
    path: '/story-books',
    title: 'Story books',
    tasks: ['generate-book'],
  },
  {
    path: '/writing',
    title: 'Writing',
    tasks: ['create-foundation', 'write-chapter', 'export-book'],
  },
  {
    path: '/jobs',
    title: 'Jobs',
    tasks: [],
  },
  {
    path: '/operator',
    title: 'Operator',
    tasks: [],
    forOperators: true,
  },
  {
    path: '/account',
    title: 'Account',
    tasks: [],
    isApart: true,
  },
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

/** Tasks that are started from what others made, without a form of their own to fill in again. */
const startedElsewhere: readonly string[] = ['write-chapter', 'export-book'];

/** Where a job's input is filled into the form of its task; null when it has none. */
export function formAddress(task: string, jobId: string): string | null {
  const home = pages.find(({ tasks }) => tasks.includes(task));
  if (home === undefined || startedElsewhere.includes(task)) return null;
  const query = new URLSearchParams({ from: jobId, ...(home.tasks.length > 1 && { task }) });
  return `${home.path}?${query}`;
}
