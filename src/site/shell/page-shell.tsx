import { LogOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { pages, type Page } from '../pages.ts';
import { Brand } from './brand.tsx';

export interface PageShellProps {
  readonly page: Page;
  readonly email: string | null;
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

/** What every signed-in page stands in: the brand, the navigation, the account. */
export function PageShell({ page, email, onSignOut, children }: PageShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <a href="#content" className="skip-link">
        Skip to the content
      </a>
      <header className="border-b border-line bg-sheet">
        <div className="mx-auto flex h-14 w-full max-w-6xl items-center gap-4 px-4 sm:gap-8 sm:px-6">
          <a href="/" className="flex rounded" aria-label="Overtime, start page">
            <Brand />
          </a>
          <nav aria-label="Pages" className="flex gap-5 self-stretch text-sm">
            {pages.map(({ path, title }) => (
              <a
                key={path}
                href={path}
                aria-current={path === page.path ? 'page' : undefined}
                className="nav-link"
              >
                {title}
              </a>
            ))}
          </nav>
          <div className="ml-auto flex min-w-0 items-center gap-3 text-sm">
            {email !== null && <span className="hidden truncate text-ink-soft sm:block">{email}</span>}
            <button type="button" onClick={onSignOut} className="button button-quiet">
              <LogOut aria-hidden="true" className="size-4" />
              <span className="max-sm:sr-only">Sign out</span>
            </button>
          </div>
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-6xl flex-1 px-4 py-8 outline-none sm:px-6 sm:py-12"
      >
        {children}
      </main>
    </div>
  );
}
