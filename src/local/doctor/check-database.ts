import { fault, type Finding, ok, warning } from './finding.ts';

type Role = 'anon' | 'authenticated' | 'service_role';

/** What a table, function, policy, trigger or bucket is described by; each kind has some of these. */
interface Facts {
  /** A digest. */
  readonly definition?: string;
  readonly rowLevelSecurity?: boolean;
  readonly grants?: Readonly<Partial<Record<Role, readonly string[]>>>;
  readonly public?: boolean;
  readonly fileSizeLimit?: number | null;
  readonly mediaTypes?: readonly string[] | null;
}

/** As `public.describe_database` answers. */
export interface Description {
  readonly subjects: Readonly<Record<string, Facts>>;
  readonly neglectedJobs: number;
}

const migrate =
  'Apply the migrations: npx supabase db push. If it says that there is nothing to do, that was changed by hand: write ' +
  'a migration that puts it right (supabase/schemas has how it should be).';

/** A project's database against one that the migrations of this checkout have just made. */
export function checkDatabase(found: Description, wanted: Description): Finding[] {
  const subjects = Object.entries(wanted.subjects);
  const missing = subjects.filter(([subject]) => !(subject in found.subjects)).map(([subject]) => subject);
  const different = subjects
    .filter(([subject, { definition }]) => (found.subjects[subject]?.definition ?? definition) !== definition)
    .map(([subject]) => subject);
  const findings = [
    ...(missing.length > 0 ? [fault(`Missing: ${listed(missing)}.`, migrate, ...aboutBucket(missing))] : []),
    ...(different.length > 0 ? [fault(`Not as in this checkout: ${listed(different)}.`, migrate)] : []),
    ...subjects.flatMap(([subject, facts]) => compare(subject, found.subjects[subject], facts)),
  ];
  if (findings.length === 0) {
    const count = (kind: string) => Object.keys(wanted.subjects).filter((one) => one.startsWith(kind)).length;
    findings.push(
      ok(
        `The database is of this version: ${count('table ')} tables under row-level security, ` +
          `${count('function ')} functions, ${count('policy ')} policies, with their grants`,
      ),
      ok('The bucket job-files is there, and private'),
    );
  }
  if (found.neglectedJobs > 0) {
    findings.push(
      warning(
        `${found.neglectedJobs} jobs should have been taken up five minutes ago or earlier: the sweep does not run, or ` +
          'there are more of them than it dispatches.',
        'Netlify → Functions → sweep must show a next run; schedules run on the published deploy alone.',
      ),
    );
  }
  return findings;
}

/** An older version lacks much: a few names tell which one. */
function listed(subjects: readonly string[]): string {
  const rest = subjects.length - 5;
  return `${subjects.slice(0, 5).join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`;
}

function aboutBucket(missing: readonly string[]): string[] {
  return missing.includes('bucket job-files')
    ? ['The bucket can be made alone, too: Supabase → Storage → New bucket, job-files, private, 50 MB.']
    : [];
}

/** What a change by hand undoes: row-level security, grants, the bucket's settings. */
function compare(subject: string, found: Facts | undefined, wanted: Facts): Finding[] {
  if (!found) return [];
  const findings: Finding[] = [];
  if (wanted.rowLevelSecurity && !found.rowLevelSecurity) {
    const table = subject.replace('table ', '');
    findings.push(
      fault(
        `The ${subject} is without row-level security: whoever may select sees all rows.`,
        `alter table ${table} enable row level security;`,
      ),
    );
  }
  if (wanted.public === false && found.public) {
    findings.push(
      fault(
        `The ${subject} is public: whoever guesses an address reads the file.`,
        "update storage.buckets set public = false where id = 'job-files';",
      ),
    );
  }
  if (found.fileSizeLimit !== wanted.fileSizeLimit) {
    findings.push(
      fault(
        `The ${subject} takes files up to ${found.fileSizeLimit ?? "the project's limit"}, and should up to ` +
          `${wanted.fileSizeLimit} bytes.`,
        `update storage.buckets set file_size_limit = ${wanted.fileSizeLimit} where id = 'job-files';`,
      ),
    );
  }
  if (String(found.mediaTypes) !== String(wanted.mediaTypes)) {
    const types = (wanted.mediaTypes ?? []).join(',');
    findings.push(
      fault(
        `The ${subject} takes ${found.mediaTypes ? `the media types ${found.mediaTypes.join(', ')}` : 'any media type'}, ` +
          'and should take what jobs read and write alone.',
        `update storage.buckets set allowed_mime_types = '{${types}}' where id = 'job-files';`,
      ),
    );
  }
  return [...findings, ...compareGrants(subject, found.grants ?? {}, wanted.grants ?? {})];
}

function compareGrants(
  subject: string,
  found: NonNullable<Facts['grants']>,
  wanted: NonNullable<Facts['grants']>,
): Finding[] {
  return (['anon', 'authenticated', 'service_role'] as const).flatMap((role) => {
    const [has, should] = [found[role] ?? [], wanted[role] ?? []];
    const lacking = should.filter((one) => !has.includes(one));
    // A project made before October 2026 lets service_role execute every function.
    const ofOldProjects = role === 'service_role' ? ['execute'] : [];
    const beyond = has.filter((one) => ![...should, ...ofOldProjects].includes(one));
    return [
      ...(lacking.length === 0
        ? []
        : [
            fault(
              `${role} may not ${lacking.join(', ')} on the ${subject}.`,
              `grant ${lacking.join(', ')} on ${subject} to ${role};`,
            ),
          ]),
      ...(beyond.length === 0
        ? []
        : [
            fault(
              `${role} may ${beyond.join(', ')} on the ${subject}, and should not.`,
              // What everybody may, a role may too.
              `revoke ${beyond.join(', ')} on ${subject} from ${role}, public;`,
            ),
          ]),
    ];
  });
}
