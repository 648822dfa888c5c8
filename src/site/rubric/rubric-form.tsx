import type { ApiError } from '../../overtime/client.ts';
import type { FilePolicy, InputOf } from '../../overtime/index.ts';
import type { extractRubric } from '../../tasks/extract-rubric/contract.ts';
import { useFormStart } from '../forms/form-start.tsx';
import { Field } from '../ui/field.tsx';
import { fieldText } from '../ui/field-text.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { Form } from '../ui/form.tsx';
import { noProblems } from '../ui/input-problems.ts';
import { useFileField } from '../ui/use-file-field.ts';
import { useProblems } from '../ui/use-problems.ts';

export interface RubricFormProps {
  readonly policy: FilePolicy;
  /** Why the last submission was refused. */
  readonly error: ApiError | null;
  readonly busy: boolean;
  readonly onSubmit: (input: InputOf<typeof extractRubric>) => Promise<void>;
}

/** The document and what to make of it. Uploads the file, then hands over the input. */
export function RubricForm({ policy, error, busy, onSubmit }: RubricFormProps) {
  const { field, unshown } = useFormStart();
  const file = useFileField();
  const { problems, passes } = useProblems(error);

  const send = async (fields: FormData) => {
    const totalPoints = fieldText(fields, 'totalPoints');
    const extractionPrompt = fieldText(fields, 'extractionPrompt');
    const hasFile = file.demand('Choose a document.');
    const isRight = passes(
      totalPoints === '' || (Number(totalPoints) > 0 && Number(totalPoints) <= 100_000)
        ? noProblems
        : { totalPoints: 'Enter a number from 1 to 100,000.' },
    );
    if (!hasFile || !isRight) return;
    const uploaded = await file.send();
    if (uploaded === null) return;
    await onSubmit({
      ...unshown('geminiModel'),
      ...uploaded,
      ...(totalPoints !== '' && { totalPoints: Number(totalPoints) }),
      ...(extractionPrompt !== '' && { extractionPrompt }),
    });
  };

  return (
    <Form
      label="Document and settings"
      action="Extract the rubric"
      problems={problems}
      error={error}
      busy={busy}
      file={file}
      onSubmit={(fields) => void send(fields)}
    >
      <FilePicker policy={policy} label="Document with the rubric" {...file.picked} />
      <div className="grid gap-5 sm:grid-cols-[11rem_1fr]">
        <Field label="Total points" optional problem={problems['totalPoints']}>
          {(control) => (
            <input
              {...control}
              className="input"
              {...field('totalPoints')}
              inputMode="decimal"
              placeholder="As written"
            />
          )}
        </Field>
        <Field label="Instructions" optional>
          {(control) => (
            <textarea
              {...control}
              className="input"
              {...field('extractionPrompt')}
              rows={2}
              maxLength={10_000}
              placeholder="e.g. leave out the bonus category"
            />
          )}
        </Field>
      </div>
    </Form>
  );
}
