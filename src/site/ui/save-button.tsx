import { Download } from 'lucide-react';
import { Button } from './button.tsx';
import { saveFile } from './save-file.ts';

export interface SaveButtonProps {
  readonly text: string;
  /** What it is about; becomes the file's name. */
  readonly title: string;
  readonly label?: string;
}

/** Saves a text that is in the page already as a Markdown file. */
export function SaveButton({ text, title, label = 'Download' }: SaveButtonProps) {
  const save = () => saveFile(new Blob([text], { type: 'text/markdown;charset=utf-8' }), title, 'md');
  return (
    <Button onClick={save}>
      <Download aria-hidden="true" className="size-4" />
      {label}
    </Button>
  );
}
