import { config } from 'zod/v4/core';

// zod compiles its schemas with `new Function`, which the Content-Security-Policy forbids: it would
// try, be refused, and leave a violation in the console. Imported before any schema is made.
config({ jitless: true });
