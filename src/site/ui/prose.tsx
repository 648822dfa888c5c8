import { withEmphasis } from './with-emphasis.tsx';

/**
 * A text of the tasks' own Markdown, set for reading: paragraphs parted by blank lines, `##` before a
 * chapter's heading, `*` around what is emphasized. Anything else is shown as it is written.
 */
export function Prose({ text }: { text: string }) {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== '');
  return (
    <div className="prose">
      {blocks.map((block, index) => {
        const heading = /^#{1,3} (.*)$/.exec(block.trim())?.[1]?.trim();
        // Blocks are only ever added at the end, so their places tell them apart.
        return heading === undefined ? (
          <p key={index} dir="auto">
            {withEmphasis(block)}
          </p>
        ) : (
          <h3 key={index} dir="auto">
            {heading}
          </h3>
        );
      })}
    </div>
  );
}
