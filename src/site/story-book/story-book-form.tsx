import { useState } from 'react';
import type { ApiError } from '../../overtime/client.ts';
import type { InputOf } from '../../overtime/index.ts';
import { generateBook } from '../../tasks/generate-book/contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { Form } from '../ui/form.tsx';
import { LanguageField } from '../ui/language-field.tsx';
import { inputProblems } from '../ui/input-problems.ts';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { useFileField } from '../ui/use-file-field.ts';
import { useProblems } from '../ui/use-problems.ts';
import { CharacterPicture } from './character-picture.tsx';

type BookInput = InputOf<typeof generateBook>;

export interface StoryBookFormProps {
  /** Why the last submission was refused. */
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: BookInput) => Promise<void>;
}

const forms = {
  story_adventure: {
    label: 'Story adventure',
    hint: 'Five scenes that tell one story, read aloud.',
  },
  interactive_search: {
    label: 'Search and find',
    hint: 'Two places, each with a picture full of things to look for.',
  },
} as const;

const textFields = [
  { name: 'character_name', label: 'Name of the character', example: 'Luna', longest: 60 },
  { name: 'character_type', label: 'What kind of character?', example: 'a brave dragon', longest: 150 },
  { name: 'special_ability', label: 'Special ability', example: 'hears what the trees say', longest: 200 },
  { name: 'story_world', label: 'World of the story', example: 'a harbour in the clouds', longest: 200 },
  { name: 'adventure_type', label: 'Type of adventure', example: 'a search for a lost bell', longest: 200 },
] as const;

/** Who the book is about and where it plays. Uploads the picture of the character, if there is one. */
export function StoryBookForm({ error, busy, onSubmit }: StoryBookFormProps) {
  const { text, field } = useFormStart();
  const picture = useFileField();
  const [form, setForm] = useState(text('job_type', 'story_adventure') as keyof typeof forms);
  const { problems, passes } = useProblems(error);

  const send = async (fields: FormData) => {
    const details = readDetails(form, fields);
    const { file, problem } = picture.picked;
    if (!passes(inputProblems(generateBook, details)) || problem !== null) return;
    const uploaded = file === null ? {} : await picture.send();
    if (uploaded !== null) await onSubmit({ ...details, ...uploaded });
  };

  return (
    <Form
      label="The book"
      action="Create the book"
      problems={problems}
      error={error}
      busy={busy}
      file={picture}
      onSubmit={(fields) => void send(fields)}
    >
      <div>
        <SegmentedControl
          label="Form"
          name="job_type"
          choices={Object.entries(forms).map(([value, { label }]) => ({
            value: value as keyof typeof forms,
            label,
          }))}
          value={form}
          onChange={setForm}
        />
        <p className="field-hint mt-1.5" aria-live="polite">
          {forms[form].hint}
        </p>
      </div>
      <div className="grid gap-5 sm:grid-cols-2">
        {textFields.map(({ name, label, example, longest }) => (
          <Field key={name} label={label} problem={problems[name]}>
            {(control) => (
              <input
                {...control}
                className="input"
                {...field(name)}
                maxLength={longest}
                placeholder={`e.g. ${example}`}
              />
            )}
          </Field>
        ))}
        <Field label="Reader’s age" problem={problems['age_group']}>
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('age_group')}
              maxLength={7}
              placeholder="e.g. 7-10"
            />
          )}
        </Field>
        <LanguageField
          otherwise="As you write here"
          defaultValue={text('language')}
          problem={problems['language']}
        />
        <Field
          label="Occasion"
          optional
          problem={problems['occasion_theme']}
          hint="What the book is a gift for."
        >
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('occasion_theme')}
              maxLength={200}
              placeholder="e.g. a seventh birthday"
            />
          )}
        </Field>
        <Field
          label="Dedication"
          optional
          problem={problems['dedication']}
          className="sm:col-span-2"
          hint="Printed on a page of its own, exactly as you write it."
        >
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('dedication')}
              maxLength={200}
              placeholder="e.g. For Mia, with love from Grandma"
            />
          )}
        </Field>
      </div>
      <CharacterPicture picked={picture.picked} />
      <details open={problems['priority'] !== undefined || problems['child_profile_id'] !== undefined}>
        <summary className="w-fit cursor-pointer text-sm text-ink-soft">More settings</summary>
        <div className="mt-4 grid gap-5 sm:grid-cols-2">
          <Field
            label="Priority"
            problem={problems['priority']}
            hint="1 is served first, 10 last, among your own books and others’."
          >
            {(control) => (
              <input {...control} className="input" {...field('priority', '5')} inputMode="numeric" />
            )}
          </Field>
          <Field
            label="Child profile number"
            optional
            problem={problems['child_profile_id']}
            hint="Your own reference, returned with the book. It is not sent to a model."
          >
            {(control) => (
              <input {...control} className="input" {...field('child_profile_id')} inputMode="numeric" />
            )}
          </Field>
        </div>
      </details>
    </Form>
  );
}

function readDetails(form: keyof typeof forms, fields: FormData): BookInput {
  const text = (name: string) => fieldText(fields, name);
  const [occasion, dedication] = [text('occasion_theme'), text('dedication')];
  const [language, child] = [text('language'), text('child_profile_id')];
  return {
    job_type: form,
    character_name: text('character_name'),
    character_type: text('character_type'),
    special_ability: text('special_ability'),
    story_world: text('story_world'),
    adventure_type: text('adventure_type'),
    // Phones and word processors make a dash of it.
    age_group: text('age_group').replaceAll(/\s*[-–—]\s*/g, '-'),
    ...(occasion !== '' && { occasion_theme: occasion }),
    ...(dedication !== '' && { dedication }),
    ...(language !== '' && { language }),
    ...(child !== '' && { child_profile_id: Number(child) }),
    ...(text('priority') !== '' && { priority: Number(text('priority')) }),
  };
}
