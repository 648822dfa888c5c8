import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Change, type Plan, readText } from './change.ts';
import { shippedMigrations } from './package-files.ts';

const migrationsFolder = 'supabase/migrations';

/**
 * The migrations that the package has and the app has not, in order, each behind the newest one that is there. One that is
 * there is never edited; one that is there with another text is named.
 *
 * @param now in milliseconds since the epoch
 */
export function planMigrations(folder: string, now = Date.now(), shipped = shippedMigrations()): Plan {
  const path = join(folder, migrationsFolder);
  const local = existsSync(path) ? readdirSync(path).filter((name) => name.endsWith('.sql')) : [];
  const texts = new Map(local.map((name) => [name, readText(folder, `${migrationsFolder}/${name}`) ?? '']));
  const newest =
    local
      .map((name) => /^\d{14}(?=_)/.exec(name)?.[0] ?? '')
      .toSorted()
      .at(-1) ?? '';
  let time = later(newest, now);

  const changes: Change[] = [];
  const left: string[] = [];
  for (const { name, text } of shipped) {
    const mark = `-- Overtime: ${name}`;
    const end = name.replace(/^\d+/, '');
    const there = [...texts].find(
      ([file, has]) => has.includes(mark) || (file.endsWith(end) && /\bovertime\.jobs\b/.test(has)),
    );
    if (!there) {
      const after = `${mark}. Do not edit: a change of your own goes into a migration of your own.\n${text}`;
      changes.push({ path: `${migrationsFolder}/${time}${end}`, before: null, after });
      time = later(time, now);
    } else if (!there[1].replaceAll('\r', '').endsWith(text)) {
      left.push(`${migrationsFolder}/${there[0]} is not as the package has it: was it edited?`);
    }
  }
  const next = changes.length > 0 ? ['Apply the migrations: npx supabase db push'] : [];
  return { changes, left, next };
}

/** A time of a migration's name, YYYYMMDDHHMMSS: now, or a second after the newest one. */
function later(newest: string, now: number): string {
  const [, year, month, day, hour, minute, second] = /^(.{4})(..)(..)(..)(..)(..)$/.exec(newest) ?? [];
  const after = year ? Date.UTC(+year, +month! - 1, +day!, +hour!, +minute!, +second! + 1) : 0;
  return new Date(Math.max(now, after)).toISOString().replace(/\D/g, '').slice(0, 14);
}
