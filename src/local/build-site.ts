import { build } from 'vite';
import { checkout } from './checkout.ts';

/** Builds the site into a folder, for one Supabase project. */
export async function buildSite(
  folder: string,
  project: { readonly supabaseUrl: string; readonly publishableKey: string },
): Promise<void> {
  process.env['VITE_SUPABASE_URL'] = project.supabaseUrl;
  process.env['VITE_SUPABASE_PUBLISHABLE_KEY'] = project.publishableKey;
  await build({ root: checkout, logLevel: 'error', build: { outDir: folder, emptyOutDir: true } });
}
