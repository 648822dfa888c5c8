import { type Answer, ask } from './ask.ts';
import { fault, type Finding, ok, warning } from './finding.ts';

/** How many functions are asked at once. */
const atOnce = 6;

const deploy = 'Deploy this checkout, and see in the deploy log that its functions are listed.';

/**
 * Asks every function of a deployed site something that it refuses: whoever is not signed in gets 401 as
 * problem details, and a background function is taken on by the platform (202) before it looks at anything.
 * Runs no job.
 */
export async function checkSite(siteUrl: string, tasks: readonly string[]): Promise<Finding[]> {
  const site = URL.canParse(siteUrl) ? new URL(siteUrl) : null;
  if (!site?.protocol.startsWith('http')) {
    return [
      fault(
        'SITE_URL is no web address.',
        'Set it to where the site is deployed, https://<name>.netlify.app',
      ),
    ];
  }
  if (!(await ask(site))) {
    return [fault(`Nothing answers at ${site.origin}.`, 'Check SITE_URL; locally, start npm run dev.')];
  }

  const questions = [
    ...tasks.flatMap((task) => [
      { name: `${task}-trigger`, method: 'POST' },
      { name: `${task}-status`, method: 'GET' },
      { name: `${task}-background`, method: 'POST' },
    ]),
    { name: 'jobs', method: 'GET' },
    { name: 'schedules', method: 'GET' },
    { name: 'sweep-now', method: 'POST' },
  ];
  const problems = new Map<string, { names: string[]; remedies: readonly string[] }>();
  for (let first = 0; first < questions.length; first += atOnce) {
    await Promise.all(
      questions.slice(first, first + atOnce).map(async ({ name, method }) => {
        const answer = await ask(new URL(`/.netlify/functions/${name}`, site), { method });
        const problem = name.endsWith('-background') ? ofBackground(answer) : ofRefusal(answer);
        if (!problem) return;
        const [text, ...remedies] = problem;
        const alike = problems.get(text) ?? { names: [], remedies };
        alike.names.push(name);
        problems.set(text, alike);
      }),
    );
  }
  const findings = [...problems].map(([text, { names, remedies }]) =>
    fault(`${listed(names.toSorted())}: ${text}`, ...remedies),
  );
  if (findings.length === 0) {
    findings.push(
      ok(`${questions.length} functions answer at ${site.origin}, and refuse whoever is not signed in`),
    );
  }
  return [...findings, ...(await checkTasks(site, tasks))];
}

type Problem = readonly [text: string, ...remedies: string[]];

/** What is wrong with the answer of a function to somebody who is not signed in. */
function ofRefusal(answer: Answer | null): Problem | null {
  if (!answer) return ['no answer within 20 s.', 'See the log of the function at Netlify.'];
  const { code, detail } = problemIn(answer);
  if (answer.status === 401 && code === 'unauthorized') return null;
  if (code === 'not_configured') return [`not configured. ${detail}`, 'Set it at Netlify, and deploy again.'];
  if (answer.status === 404) return ['not there (404).', deploy];
  if (code) return [`answers ${answer.status} ${code}: ${detail}`, 'See the log of the function at Netlify.'];
  return [
    `answers ${answer.status} ${answer.contentType || 'without a body'}, and no function of ours does.`,
    'A password-protected site or preview answers with its login page: take the protection off, or check another deploy.',
  ];
}

function ofBackground(answer: Answer | null): Problem | null {
  if (answer?.status === 202) return null;
  if (answer && problemIn(answer).code === 'dispatch_rejected') {
    return [
      'runs while the caller waits, and would be ended after a minute.',
      'It must be deployed as a background function: its file is named …-background.ts, and has no config.',
    ];
  }
  return ofRefusal(answer) ?? ['answers 401, and not as a background function.', deploy];
}

function problemIn({ contentType, body }: Answer): { readonly code?: string; readonly detail?: string } {
  if (!contentType.includes('problem+json')) return {};
  return JSON.parse(body) as { code?: string; detail?: string };
}

/** Whether the deployed version has the tasks of this checkout, as it describes itself. */
async function checkTasks(site: URL, tasks: readonly string[]): Promise<Finding[]> {
  const answer = await ask(new URL('/.netlify/functions/openapi', site));
  if (answer?.status !== 200) return [warning('The site does not describe its API.', deploy)];
  const deployed = [...answer.body.matchAll(/"\/api\/([a-z0-9-]+)-trigger"/g)].map(([, task = '']) => task);
  const missing = tasks.filter((task) => !deployed.includes(task));
  const beyond = deployed.filter((task) => !tasks.includes(task));
  if (missing.length + beyond.length === 0)
    return [ok(`The site has the ${tasks.length} tasks of this checkout`)];
  return [
    warning(
      `The site is of another version: ${missing.length > 0 ? `without ${listed(missing)}` : `with ${listed(beyond)}`}.`,
      'Deploy this checkout, or run the doctor of the version that is deployed.',
    ),
  ];
}

function listed(names: readonly string[]): string {
  const rest = names.length - 4;
  return `${names.slice(0, 4).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
