import type { SupabaseClient } from '@supabase/supabase-js';
import { Suspense, useEffect } from 'react';
import type { JobsClient } from '../client/index.ts';
import { JobsProvider } from '../react/index.ts';
import type { Configuration } from './configuration.ts';
import type { Page } from './pages.ts';
import { PageFailure } from './shell/page-failure.tsx';
import { PageShell } from './shell/page-shell.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { useSession } from './use-session.ts';

export interface AppProps {
  readonly supabase: SupabaseClient;
  readonly jobs: JobsClient;
  readonly page: Page;
  readonly demoLogin: Configuration['demoLogin'];
}

/** The signed-in page, or the way to it. The address stays as it is, so that signing in leads back to the job. */
export function App({ supabase, jobs, page, demoLogin }: AppProps) {
  const session = useSession(supabase);

  useEffect(() => {
    document.title = session === null ? 'Sign in · Overtime' : `${page.title} · Overtime`;
  }, [page, session]);

  if (session === undefined) return null;
  if (session === null) return <SignInPage supabase={supabase} demoLogin={demoLogin} />;
  return (
    <PageShell page={page} email={session.user.email ?? null} onSignOut={() => void supabase.auth.signOut()}>
      <PageFailure>
        <Suspense fallback={<p className="text-ink-soft">Opening…</p>}>
          {/* Another user gets a page of their own, with nothing left of the one before. */}
          <JobsProvider key={session.user.id} client={jobs}>
            <page.Content />
          </JobsProvider>
        </Suspense>
      </PageFailure>
    </PageShell>
  );
}
