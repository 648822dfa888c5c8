import { Download } from 'lucide-react';
import { Button } from './button.tsx';

export interface SaveButtonProps {
  readonly text: string;
  /** What it is about; becomes the file's name. */
  readonly title: string;
  readonly label?: string;
}

/** Saves a text that is in the page already as a Markdown file. */
export function SaveButton({ text, title, label = 'Download' }: SaveButtonProps) {
  return (
    <Button onClick={() => save(title, text)}>
      <Download aria-hidden="true" className="size-4" />
      {label}
    </Button>
  );
}

function save(title: string, markdown: string): void {
  const url = URL.createObjectURL(new Blob([markdown], { type: 'text/markdown;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '') || 'text'}.md`;
  link.click();
  // Some browsers read the address only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
