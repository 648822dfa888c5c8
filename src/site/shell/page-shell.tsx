import { CircleUser, LogOut } from 'lucide-react';
import { useEffect, useRef, type MouseEvent, type ReactNode } from 'react';
import { pages, type Page } from '../pages.ts';
import { goTo } from '../use-path.ts';
import { Brand } from './brand.tsx';
import { OfflineNotice } from './offline-notice.tsx';

export interface PageShellProps {
  readonly page: Page;
  readonly email: string | null;
  readonly isOperator: boolean;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

/** What every signed-in page stands in: the brand, the navigation, the account. */
export function PageShell({ page, email, isOperator, onSignOut, children }: PageShellProps) {
  const content = useRef<HTMLElement>(null);
  const shownPage = useRef(page);

  useEffect(() => {
    // The link that led here may be gone: keyboards and screen readers go on with the new page.
    if (shownPage.current !== page) content.current?.focus({ preventScroll: true });
    shownPage.current = page;
  }, [page]);

  return (
    // The links stay links; this only spares the loading of the whole site.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
    <div className="flex min-h-dvh flex-col" onClick={followWithin}>
      <a href="#content" className="skip-link">
        Skip to the content
      </a>
      <header className="border-b border-line bg-sheet print:hidden">
        <div className="shell-bar">
          <a href="/" className="flex rounded" aria-label="Overtime, start page">
            <Brand />
          </a>
          <nav aria-label="Pages" className="shell-nav">
            {pages
              .filter(
                ({ within, forOperators, isApart }) =>
                  within === undefined && !isApart && (isOperator || !forOperators),
              )
              .map(({ path, title }) => (
                <a
                  key={path}
                  href={path}
                  aria-current={path === page.path ? 'page' : path === page.within ? 'true' : undefined}
                  className="nav-link"
                >
                  {title}
                </a>
              ))}
          </nav>
          <div className="ml-auto flex min-w-0 items-center gap-3 text-sm">
            <a
              href="/account"
              aria-current={page.path === '/account' ? 'page' : undefined}
              className="button button-quiet min-w-0"
            >
              <CircleUser aria-hidden="true" className="size-4 shrink-0" />
              <span className="sr-only">Account</span>
              {email !== null && <span className="truncate max-lg:hidden">{email}</span>}
            </a>
            <button type="button" onClick={onSignOut} className="button button-quiet">
              <LogOut aria-hidden="true" className="size-4" />
              <span className="max-lg:sr-only">Sign out</span>
            </button>
          </div>
        </div>
      </header>
      <OfflineNotice />
      <main
        ref={content}
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12"
      >
        {children}
      </main>
    </div>
  );
}

/** Follows a link to a page of ours in place, unless the browser was asked for something else. */
function followWithin(event: MouseEvent): void {
  const asked = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (asked || event.defaultPrevented || link === null || link.target !== '' || link.hasAttribute('download'))
    return;
  const { origin, pathname, href } = link;
  const isOurs = origin === window.location.origin && pages.some(({ path }) => path === pathname);
  if (!isOurs || link.getAttribute('href')?.startsWith('#')) return;
  event.preventDefault();
  goTo(href);
}
