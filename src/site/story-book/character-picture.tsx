import { useQuery } from '@tanstack/react-query';
import { generateBook } from '../../tasks/generate-book/contract.ts';
import { FilePicker } from '../ui/file-picker.tsx';
import { shrinkPhoto } from '../ui/shrink-photo.ts';
import type { FileField } from '../ui/use-file-field.ts';

const policy = generateBook.policy.file;

/** Takes a picture of the character, unless no model here would look at it. Where that cannot be read, it is taken. */
export function CharacterPicture({ picked }: Pick<FileField, 'picked'>) {
  const { data, isPending } = useQuery({
    queryKey: ['overtime', 'picture-use'],
    queryFn: async ({ signal }) => {
      const answer = await fetch('/api/picture-use', { signal });
      return (await answer.json()) as { used: boolean };
    },
    // The form does not wait for it.
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (policy === null || isPending) return null;
  return (
    <div className="field">
      <p className="field-label">
        Picture of the character <span className="font-normal text-ink-soft">(optional)</span>
      </p>
      {data?.used === false ? (
        <p className="field-hint">
          A picture cannot be used here: no model that reads pictures is set up. Describe how the character
          looks under “What kind of character?”.
        </p>
      ) : (
        <FilePicker
          policy={policy}
          label="Picture of the character"
          invitation="Choose a photo or a drawing"
          prepare={shrinkPhoto}
          {...picked}
        />
      )}
    </div>
  );
}
