import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from './button.tsx';

export interface CopyButtonProps {
  readonly text: string;
  /** Such as `Copy as Markdown`. */
  readonly label?: string;
}

/** Puts a text into the clipboard, and says whether that worked. */
export function CopyButton({ text, label = 'Copy' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), 4000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch {
      // No permission, or a page that is not served securely.
      setOutcome('refused');
    }
  };

  const Icon = outcome === 'copied' ? Check : Copy;
  return (
    <>
      <Button onClick={() => void copy()}>
        <Icon aria-hidden="true" className="size-4" />
        {outcome === 'copied' ? 'Copied' : label}
      </Button>
      <span role="status" className={outcome === 'refused' ? 'self-center text-sm text-danger' : 'sr-only'}>
        {outcome === 'copied' && 'Copied to the clipboard.'}
        {outcome === 'refused' && 'The browser did not allow it. Select the text and copy it.'}
      </span>
    </>
  );
}
