import { useState } from 'react';
import { ApiErrorNotice } from '../ui/api-error-notice.tsx';
import { Button } from '../ui/button.tsx';
import type { Action } from '../ui/use-action.ts';
import { useUnsavedChanges } from '../unsaved-changes.ts';

export interface EditActionsProps {
  readonly action: Action;
  /** On the button that saves. */
  readonly label: string;
  readonly disabled?: boolean;
  /** Whether there is anything to lose: then it is asked before it is. */
  readonly isChanged: boolean;
  readonly onDiscard: () => void;
}

/** The end of a form that changes a result: why it was not saved, and the ways out. */
export function EditActions({ action, label, disabled = false, isChanged, onDiscard }: EditActionsProps) {
  const [asks, setAsks] = useState(false);
  useUnsavedChanges(isChanged);
  return (
    <>
      {action.error !== null && <ApiErrorNotice error={action.error} />}
      {asks ? (
        <div role="group" aria-label="Discard" className="grid gap-3 text-sm">
          <p>Discard your changes? They are not saved.</p>
          <div className="flex flex-wrap gap-3">
            <Button onClick={onDiscard}>Discard them</Button>
            {/* oxlint-disable-next-line jsx-a11y/no-autofocus -- what was pressed is gone; the harmless answer */}
            <Button look="quiet" autoFocus onClick={() => setAsks(false)}>
              Keep editing
            </Button>
          </div>
        </div>
      ) : (
        <div className="flex flex-wrap gap-3">
          <Button type="submit" look="primary" busy={action.busy} disabled={disabled}>
            {label}
          </Button>
          <Button look="quiet" onClick={() => (isChanged ? setAsks(true) : onDiscard())}>
            Discard
          </Button>
        </div>
      )}
    </>
  );
}
