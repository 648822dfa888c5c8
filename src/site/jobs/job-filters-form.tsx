import { jobStatuses } from '../../overtime/index.ts';
import { contracts } from '../../tasks/contracts.ts';
import { statusWords } from '../ui/format.ts';
import { fieldText } from '../ui/field-text.ts';
import { Field } from '../ui/field.tsx';
import { goTo } from '../use-path.ts';
import { withFilter } from './job-filters.ts';
import { taskTitle } from './task-title.ts';

const choices = [
  {
    name: 'task',
    label: 'Task',
    all: 'All tasks',
    options: contracts.map(({ name }) => ({ value: name, label: taskTitle(name) })),
  },
  {
    name: 'status',
    label: 'Status',
    all: 'Any status',
    options: jobStatuses.map((status) => ({ value: status, label: statusWords[status] })),
  },
  {
    name: 'sample',
    label: 'Made by',
    all: 'Any model',
    options: [
      { value: 'false', label: 'Language models' },
      { value: 'true', label: 'Samples' },
    ],
  },
] as const;

/** What narrows the list; the address keeps it, so that Back and a refresh do. */
export function JobFiltersForm({ search }: { readonly search: string }) {
  const query = new URLSearchParams(search);
  return (
    <search aria-label="Filters" className="grid grid-cols-2 gap-3 sm:flex sm:flex-wrap">
      <form
        className="col-span-2 sm:grow"
        onSubmit={(event) => {
          event.preventDefault();
          goTo(withFilter(search, 'q', fieldText(new FormData(event.currentTarget), 'q')));
        }}
      >
        <Field label="Search titles">
          {(control) => (
            <input
              {...control}
              key={query.get('q')}
              type="search"
              name="q"
              className="input"
              maxLength={200}
              placeholder="e.g. Essay 3"
              defaultValue={query.get('q') ?? ''}
            />
          )}
        </Field>
      </form>
      {choices.map(({ name, label, all, options }) => (
        <Field key={name} label={label} className={name === 'task' ? 'max-sm:col-span-2' : ''}>
          {(control) => (
            <select
              {...control}
              className="input"
              value={query.get(name) ?? ''}
              onChange={(event) => goTo(withFilter(search, name, event.target.value))}
            >
              <option value="">{all}</option>
              {options.map((option) => (
                <option key={option.value} value={option.value}>
                  {option.label}
                </option>
              ))}
            </select>
          )}
        </Field>
      ))}
    </search>
  );
}
