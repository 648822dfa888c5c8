/** Variables that would lead a test to a real project or a paid model. */
const leadsOutside =
  /^(SUPABASE_|HARDCOVER_|GOOGLE_BOOKS_|DEMO_|SAMPLE_|NETLIFY|OVERTIME_|DISPATCH_SECRET$|.*(GEMINI|OPENAI|ANTHROPIC)_)/;

/** Those that belong to the test runner. */
const ofTheRunner = /^(VITE|VITEST|TEST$|NODE_ENV$)/;

/** This process's environment without what could make a run differ from another machine's. */
export function cleanEnvironment(): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !leadsOutside.test(name) && !ofTheRunner.test(name)),
  );
}

/** Takes from this process's environment what would lead its functions outside. */
export function forgetTheOutside(): void {
  for (const name of Object.keys(process.env)) if (leadsOutside.test(name)) delete process.env[name];
}
