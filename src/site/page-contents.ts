import { lazy, type ComponentType } from 'react';
import type { PagePath } from './pages.ts';

type Load = () => Promise<{ default: ComponentType }>;

/** Where each page's code is; it is loaded when the page is opened. */
const loads: Readonly<Record<PagePath, Load>> = {
  '/': async () => ({ default: (await import('./rubric/rubric-page.tsx')).RubricPage }),
  '/enhance': async () => ({ default: (await import('./rubric/enhance-page.tsx')).EnhancePage }),
  '/grade': async () => ({ default: (await import('./rubric/grade-page.tsx')).GradePage }),
  '/gradebook': async () => ({ default: (await import('./grades/gradebook-page.tsx')).GradebookPage }),
  '/scores': async () => ({ default: (await import('./scoring/scoring-page.tsx')).ScoringPage }),
  '/lore': async () => ({ default: (await import('./lore/lore-page.tsx')).LorePage }),
  '/worlds': async () => ({ default: (await import('./lore/worlds-page.tsx')).WorldsPage }),
  '/story-books': async () => ({ default: (await import('./story-book/story-book-page.tsx')).StoryBookPage }),
  '/writing': async () => ({ default: (await import('./writing/writing-page.tsx')).WritingPage }),
  '/operator': async () => ({ default: (await import('./operator/operator-page.tsx')).OperatorPage }),
  '/account': async () => ({ default: (await import('./account/account-page.tsx')).AccountPage }),
  '/jobs': async () => ({ default: (await import('./jobs/jobs-page.tsx')).JobsPage }),
};

/** What each page shows. */
export const pageContents = Object.fromEntries(
  Object.entries(loads).map(([path, load]) => [path, lazy(load)]),
) as unknown as Readonly<Record<PagePath, ComponentType>>;

/** Loads a page's code before it is shown. */
export const loadPage = (path: PagePath): Promise<unknown> => loads[path]();
