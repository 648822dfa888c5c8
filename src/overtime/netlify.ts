/**
 * The functions: one factory for each file in `netlify/functions`.
 *
 * @module
 */
export { background } from './functions/background.ts';
export { supabaseKeys, type Environment, type SupabaseKeys } from './functions/environment.ts';
export { jobs } from './functions/jobs.ts';
export { openApi } from './functions/openapi.ts';
export { schedules } from './functions/schedules.ts';
export { status } from './functions/status.ts';
export { sweepNow } from './functions/sweep-now.ts';
export { sweep } from './functions/sweep.ts';
export { trigger } from './functions/trigger.ts';
