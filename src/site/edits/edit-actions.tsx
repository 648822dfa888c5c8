import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import type { Action } from '../ui/use-action.ts';

export interface EditActionsProps {
  readonly action: Action;
  /** On the button that saves. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly onDiscard: () => void;
}

/** The end of a form that changes a result: why it was not saved, and the ways out. */
export function EditActions({ action, label, disabled = false, onDiscard }: EditActionsProps) {
  return (
    <>
      {action.error !== null && <ApiErrorNotice error={action.error} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" busy={action.busy} disabled={disabled}>
          {label}
        </Button>
        <Button look="quiet" onClick={onDiscard}>
          Discard
        </Button>
      </div>
    </>
  );
}
