import { withEmphasis } from '../ui/with-emphasis.tsx';

/** Paragraphs parted by blank lines, with `*emphasis*`, as a book sets them. */
export function Prose({ text }: { text: string }) {
  return (
    <div className="grid max-w-[38rem] gap-3 font-serif leading-relaxed">
      {text
        .split(/\n+/)
        .filter((paragraph) => paragraph.trim() !== '')
        .map((paragraph, index) => (
          <p key={index}>{withEmphasis(paragraph)}</p>
        ))}
    </div>
  );
}
