import { Button } from '../ui/button.tsx';
import { useFormStart } from './form-start.tsx';

/** Says what a form was filled with, if anything; a restored draft can be discarded. */
export function FormOrigin({ takesFile }: { readonly takesFile: boolean }) {
  const { origin, discard } = useFormStart();
  if (origin === null) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 text-sm text-ink-soft">
      {origin === 'job' && <p>Filled in with the input of the earlier job.</p>}
      {origin === 'lost job' && (
        <p>The input of the earlier job could not be loaded. It may have been deleted.</p>
      )}
      {origin === 'draft' && (
        <>
          <p>Draft restored.{takesFile && ' Files that were chosen are not kept.'}</p>
          <Button look="quiet" onClick={discard}>
            Discard
          </Button>
        </>
      )}
    </div>
  );
}
