import './site.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createJobsClient } from '../overtime/client.ts';
import { App } from './app.tsx';
import { readConfiguration } from './configuration.ts';
import { loadPage } from './page-contents.ts';
import { pageAt } from './pages.ts';
import { reloadForNewBuild } from './reload-for-new-build.ts';
import { SetupPage } from './shell/setup-page.tsx';
import { createSupabase } from './supabase-client.ts';
import { askAtBack } from './unsaved-changes.ts';

const element = document.getElementById('root');
if (element === null) throw new Error('index.html has no element #root.');
const root = createRoot(element);

reloadForNewBuild(import.meta.url);
askAtBack();

const configuration = readConfiguration(import.meta.env);
if ('missing' in configuration) {
  root.render(<SetupPage missing={configuration.missing} />);
} else {
  // Under way while the session is read, so that the page is there when it is needed.
  loadPage(pageAt(window.location.pathname).path).catch(() => {});
  const supabase = createSupabase(configuration.supabaseUrl, configuration.publishableKey);
  const jobs = createJobsClient({ supabase, basePath: '/api' });
  root.render(
    <StrictMode>
      <App supabase={supabase} jobs={jobs} demoLogin={configuration.demoLogin} />
    </StrictMode>,
  );
}
