import type { ReactNode } from 'react';

/**
 * A text of the tasks' own Markdown, set for reading: paragraphs parted by blank lines, `##` before a
 * chapter's heading, `*` around what is emphasized. Anything else is shown as it is written.
 */
export function Prose({ text }: { text: string }) {
  const blocks = text.split(/\n{2,}/).filter((block) => block.trim() !== '');
  return (
    <div className="prose">
      {blocks.map((block, index) => {
        const heading = /^#{1,3} +(.*)$/.exec(block.trim())?.[1];
        // Blocks are only ever added at the end, so their places tell them apart.
        return heading === undefined ? (
          <p key={index}>{emphasized(block)}</p>
        ) : (
          <h3 key={index}>{heading}</h3>
        );
      })}
    </div>
  );
}

function emphasized(text: string): ReactNode[] {
  return text
    .split(/\*{1,2}([^\s*](?:[^*]*[^\s*])?)\*{1,2}/)
    .map((part, index) => (index % 2 === 1 ? <em key={index}>{part}</em> : part));
}
