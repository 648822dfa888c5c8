/** An app as `npm create vite -- --template react-ts` makes it, without its pictures. */
export const viteApp = {
  'package.json': JSON.stringify({
    name: 'vite-app',
    private: true,
    version: '0.0.0',
    type: 'module',
    scripts: { dev: 'vite', build: 'tsc -b && vite build' },
    dependencies: { react: '^19.3.1', 'react-dom': '^19.3.1' },
    devDependencies: { typescript: '~7.0.2', vite: '^8.3.4' },
  }),
  'index.html': '<!doctype html><div id="root"></div><script type="module" src="/src/main.tsx"></script>\n',
  'src/main.tsx': `import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import App from './App.tsx';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
`,
  'src/App.tsx': 'export default function App() {\n  return <h1>Get started</h1>;\n}\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      target: 'es2023',
      lib: ['ES2023', 'DOM'],
      module: 'esnext',
      types: ['vite/client'],
      skipLibCheck: true,
      moduleResolution: 'bundler',
      allowImportingTsExtensions: true,
      verbatimModuleSyntax: true,
      moduleDetection: 'force',
      noEmit: true,
      jsx: 'react-jsx',
      strict: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      erasableSyntaxOnly: true,
    },
    include: ['src'],
  }),
};

/** The same with what an app may have of its own that has the names of ours. */
export const busyApp = {
  ...viteApp,
  'package.json': viteApp['package.json'].replace(
    '"react":',
    '"@supabase/supabase-js":"^2.119.1","@tanstack/react-query":"^5.108.0","tailwindcss":"^4.3.3","react":',
  ),
  'netlify.toml': '[build]\n  publish = "dist"\n\n[functions]\n  directory = "./server/functions"\n',
  'server/functions/jobs.mts': `export default async () => Response.json([{ id: 1, title: 'Baker' }]);

export const config = { path: '/api/jobs' };
`,
  'server/functions/sweep/index.mts': "export default async () => new Response('swept');\n",
  'supabase/config.toml': 'project_id = "bakery"\n',
  'supabase/migrations/20991231235959_jobs.sql':
    'create schema private;\ncreate table public.jobs (id bigint primary key, title text not null);\n',
  'src/styles.css': "@import 'tailwindcss';\n",
  'src/main.tsx': `import './styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import App from './App.tsx';

const queries = new QueryClient();
createRoot(document.getElementById('root')!).render(
  <QueryClientProvider client={queries}>
    <App />
  </QueryClientProvider>,
);
`,
  '.env.example': '# Ours\nSUPABASE_URL=http://127.0.0.1:54321',
  'AGENTS.md': '# For agents\n\nBake daily.\n',
};
