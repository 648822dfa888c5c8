import { lazy, type ComponentType } from 'react';

/** A page of the site, loaded when it is opened. */
export interface Page {
  readonly path: string;
  /** In the navigation and in the window's title. */
  readonly title: string;
  readonly load: () => Promise<{ default: ComponentType }>;
  readonly Content: ComponentType;
}

function page(path: string, title: string, load: Page['load']): Page {
  return { path, title, load, Content: lazy(load) };
}

/** Every page, in the order of the navigation. */
export const pages = [
  page('/', 'Rubrics', async () => ({ default: (await import('./rubric/rubric-page.tsx')).RubricPage })),
] as const satisfies readonly [Page, ...Page[]];

/** The page at a path; the first page where there is none. */
export function pageAt(path: string): Page {
  return pages.find((candidate) => candidate.path === path) ?? pages[0];
}
