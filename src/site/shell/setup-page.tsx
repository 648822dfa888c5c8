import { Brand } from './brand.tsx';

/** For whoever deploys the site: what its build was not given. */
export function SetupPage({ missing }: { missing: readonly string[] }) {
  return (
    <main className="mx-auto max-w-xl px-4 py-16">
      <Brand />
      <h1 className="mt-10 font-serif text-3xl">This site is not connected yet</h1>
      <p className="mt-4">
        It was built without the address of its Supabase project. Set these and build it again:
      </p>
      <ul className="mt-4 list-disc pl-6">
        {missing.map((name) => (
          <li key={name}>
            <code>{name}</code>
          </li>
        ))}
      </ul>
      <p className="mt-4 text-ink-soft">
        The names of Netlify’s Supabase extension (<code>SUPABASE_DATABASE_URL</code>,{' '}
        <code>SUPABASE_ANON_KEY</code>) are read as well. On your own machine, <code>npm run dev</code> sets
        them.
      </p>
    </main>
  );
}
