import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, loadEnv } from 'vite';
import { assetHeaders } from './src/site/asset-headers.ts';
import { contentSecurityPolicy } from './src/site/content-security-policy.ts';

const projectRoot = fileURLToPath(new URL('.', import.meta.url));

export default defineConfig(({ mode }) => {
  const env = loadEnv(mode, projectRoot, '');
  // The Netlify extension for Supabase sets names of its own.
  const supabaseUrl = env.SUPABASE_URL || env.SUPABASE_DATABASE_URL || '';
  const publishableKey = env.SUPABASE_PUBLISHABLE_KEY || env.SUPABASE_ANON_KEY || '';
  return {
    root: fileURLToPath(new URL('src/site', import.meta.url)),
    envDir: projectRoot,
    cacheDir: fileURLToPath(new URL('node_modules/.vite', import.meta.url)),
    define: {
      'import.meta.env.VITE_SUPABASE_URL': JSON.stringify(supabaseUrl),
      'import.meta.env.VITE_SUPABASE_PUBLISHABLE_KEY': JSON.stringify(publishableKey),
    },
    plugins: [react(), tailwindcss(), contentSecurityPolicy(supabaseUrl), assetHeaders()],
    build: { outDir: fileURLToPath(new URL('dist', import.meta.url)), emptyOutDir: true },
  };
});
