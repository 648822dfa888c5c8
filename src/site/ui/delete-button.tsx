import { Trash2 } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { useAction } from './use-action.ts';

export interface DeleteButtonProps {
  /** Such as `Delete this book`. */
  readonly label: string;
  /** What goes, and that nothing brings it back. */
  readonly question: ReactNode;
  /** Deletes it. Throws an `ApiError` whose text says what to do. What is shown next has the focus. */
  readonly onDelete: () => Promise<unknown>;
}

/** Deletes something, after asking once more. */
export function DeleteButton({ label, question, onDelete }: DeleteButtonProps) {
  const action = useAction();
  const [asks, setAsks] = useState(false);
  const wasAsked = useRef(false);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    // The button that was pressed is gone. Of the two answers, the harmless one is at hand.
    if (asks || wasAsked.current) button.current?.focus();
    wasAsked.current = asks;
  }, [asks]);

  if (!asks) {
    return (
      <Button
        ref={button}
        look="quiet"
        className="justify-self-start print:hidden"
        onClick={() => setAsks(true)}
      >
        <Trash2 aria-hidden="true" className="size-4" />
        {label}
      </Button>
    );
  }
  return (
    <div role="group" aria-label={label} className="grid gap-3 text-sm print:hidden">
      <p>{question}</p>
      <div className="flex flex-wrap gap-3">
        <Button busy={action.busy} onClick={() => void action.run(onDelete)}>
          Delete
        </Button>
        <Button ref={button} look="quiet" onClick={() => setAsks(false)}>
          Keep
        </Button>
      </div>
      {action.error !== null && (
        <p role="alert" className="text-danger">
          {action.error.detail}
        </p>
      )}
    </div>
  );
}
