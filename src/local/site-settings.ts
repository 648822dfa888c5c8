import type { DemoUser } from './demo-users.ts';

/** What the site's build and its development server read from the environment. */
export function siteSettings(project: {
  readonly supabaseUrl: string;
  readonly publishableKey: string;
  readonly demoUsers: readonly DemoUser[];
}): Record<string, string> {
  const [user] = project.demoUsers;
  return {
    SUPABASE_URL: project.supabaseUrl,
    SUPABASE_PUBLISHABLE_KEY: project.publishableKey,
    ...(user ? { VITE_DEMO_EMAIL: user.email, VITE_DEMO_PASSWORD: user.password } : {}),
  };
}
