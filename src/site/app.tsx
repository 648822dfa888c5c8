import type { SiteSupabase } from './supabase-client.ts';
import { notifyManager, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Suspense, useEffect, useState, type ReactNode } from 'react';
import type { JobsClient } from '../overtime/client.ts';
import { JobsProvider } from '../overtime/react.ts';
import type { Configuration } from './configuration.ts';
import { withoutAcceptedDrafts } from './forms/accepted-jobs.ts';
import { removeDrafts } from './forms/drafts.ts';
import { pageContents } from './page-contents.ts';
import { pageAt } from './pages.ts';
import { PageFailure } from './shell/page-failure.tsx';
import { PageShell } from './shell/page-shell.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { SupabaseContext, UserIdContext } from './supabase-context.ts';
import { usePath } from './use-path.ts';
import { useSession } from './use-session.ts';

// What a click changes is shown before the next event. By default it is shown a task later, and a checkbox goes back to
// its former state meanwhile.
notifyManager.setScheduler(queueMicrotask);

export interface AppProps {
  readonly supabase: SiteSupabase;
  readonly jobs: JobsClient;
  readonly demoLogin: Configuration['demoLogin'];
}

/** The signed-in page, or the way to it. The address stays as it is, so that signing in leads back to the job. */
export function App({ supabase, jobs, demoLogin }: AppProps) {
  const session = useSession(supabase);
  const page = pageAt(usePath());
  const Content = pageContents[page.path];

  useEffect(() => {
    document.title = session === null ? 'Sign in · Overtime' : `${page.title} · Overtime`;
  }, [page, session]);

  useEffect(() => {
    if (session === null) removeDrafts();
  }, [session]);

  if (session === undefined) return null;
  if (session === null) return <SignInPage supabase={supabase} demoLogin={demoLogin} />;
  return (
    <PageShell
      page={page}
      email={session.user.email ?? null}
      isOperator={session.user.app_metadata['role'] === 'operator'}
      onSignOut={() => void supabase.auth.signOut()}
    >
      {/* Another user gets pages of their own, with nothing left of the one before. */}
      <UserData key={session.user.id} userId={session.user.id} supabase={supabase} jobs={jobs}>
        <PageFailure key={page.path}>
          <Suspense fallback={<p className="text-ink-soft">Loading…</p>}>
            <Content />
          </Suspense>
        </PageFailure>
      </UserData>
    </PageShell>
  );
}

/** What has been read for one user, kept from page to page. */
function UserData({
  userId,
  supabase,
  jobs,
  children,
}: Pick<AppProps, 'supabase' | 'jobs'> & { readonly userId: string; readonly children: ReactNode }) {
  const [queries] = useState(() => new QueryClient());
  const [client] = useState(() => withoutAcceptedDrafts(jobs, userId));
  return (
    <SupabaseContext value={supabase}>
      <UserIdContext value={userId}>
        <QueryClientProvider client={queries}>
          <JobsProvider client={client} queryClient={queries}>
            {children}
          </JobsProvider>
        </QueryClientProvider>
      </UserIdContext>
    </SupabaseContext>
  );
}
