import { jobStatuses } from '../../overtime/index.ts';
import { contracts } from '../../tasks/contracts.ts';
import { taskTitle } from '../jobs/task-title.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { statusWords } from '../ui/format.ts';
import { goTo } from '../use-path.ts';

const names = ['status', 'task', 'user', 'from', 'to'] as const;

/** The filters of an address, as the SQL function takes them. Times are of this browser's time zone. */
export function operatorFilters(search: string): Record<string, string | null> {
  const query = new URLSearchParams(search);
  const time = (name: string) => {
    const at = new Date(query.get(name) ?? '');
    return Number.isNaN(at.getTime()) ? null : at.toISOString();
  };
  return {
    p_status: jobStatuses.find((status) => status === query.get('status')) ?? null,
    p_task: query.get('task'),
    p_user: query.get('user'),
    p_from: time('from'),
    p_to: time('to'),
  };
}

/** What narrows the operator's list; the address keeps it. */
export function OperatorFilters({ search }: { readonly search: string }) {
  const query = new URLSearchParams(search);
  const apply = (fields: FormData) => {
    const given = names.flatMap((name) => {
      const text = fieldText(fields, name);
      return text === '' ? [] : [[name, text]];
    });
    goTo(given.length === 0 ? '/operator' : `/operator?${new URLSearchParams(given)}`);
  };
  return (
    <search aria-label="Filters">
      <form
        key={search}
        className="grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-[1fr_1fr_1fr_auto_auto_auto]"
        onSubmit={(event) => {
          event.preventDefault();
          apply(new FormData(event.currentTarget));
        }}
      >
        <Field label="Status">
          {(control) => (
            <select {...control} className="input" name="status" defaultValue={query.get('status') ?? ''}>
              <option value="">Any status</option>
              {jobStatuses.map((status) => (
                <option key={status} value={status}>
                  {statusWords[status]}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="Task">
          {(control) => (
            <select {...control} className="input" name="task" defaultValue={query.get('task') ?? ''}>
              <option value="">All tasks</option>
              {contracts.map(({ name }) => (
                <option key={name} value={name}>
                  {taskTitle(name)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label="User">
          {(control) => (
            <input
              {...control}
              className="input"
              name="user"
              autoComplete="off"
              placeholder="Email or id"
              defaultValue={query.get('user') ?? ''}
            />
          )}
        </Field>
        {(['from', 'to'] as const).map((name) => (
          <Field key={name} label={name === 'from' ? 'From' : 'To'}>
            {(control) => (
              <input
                {...control}
                className="input"
                name={name}
                type="datetime-local"
                defaultValue={query.get(name) ?? ''}
              />
            )}
          </Field>
        ))}
        <Button type="submit">Apply</Button>
      </form>
    </search>
  );
}
