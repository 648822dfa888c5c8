import { pages } from '../pages.ts';

/** The pages that belong together under one entry of the navigation. */
export function PageTabs({ path }: { path: string }) {
  const current = pages.find((page) => page.path === path);
  const home = current?.within ?? path;
  const group = pages.filter((page) => page.path === home || page.within === home);
  return (
    <nav aria-label={`${pages.find((page) => page.path === home)?.title ?? ''} pages`} className="page-tabs">
      {group.map((page) => (
        <a key={page.path} href={page.path} aria-current={page.path === path ? 'page' : undefined}>
          {page.tab ?? page.title}
        </a>
      ))}
    </nav>
  );
}
