import type { ReactNode } from 'react';
import type { PartialOf } from '../../overtime/index.ts';
import type { createFoundation } from '../../tasks/create-foundation/contract.ts';
import { Card } from '../ui/card.tsx';

type Foundation = PartialOf<typeof createFoundation>;

export interface FoundationViewProps {
  /** As far as it is laid. */
  readonly foundation: Omit<Foundation, 'title'>;
  /** What is missing is still to come. */
  readonly isWriting: boolean;
}

/** Outline, characters, style guide and chapter plan, each on a sheet that fills while it is written. */
export function FoundationView({ foundation, isWriting }: FoundationViewProps) {
  const { premise, outline, characters, styleGuide, chapters } = foundation;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <div className="grid gap-6">
        <Part title="Outline" isWriting={isWriting} isThere={outline !== undefined || premise !== undefined}>
          {premise !== undefined && (
            <p dir="auto" className="font-serif text-lg leading-relaxed">
              {premise}
            </p>
          )}
          {outline !== undefined && <OutlineView parts={outline} />}
        </Part>
        <Part title="Style guide" isWriting={isWriting} isThere={styleGuide !== undefined}>
          {styleGuide !== undefined && <StyleGuideView guide={styleGuide} />}
        </Part>
      </div>
      <Part title="Characters" isWriting={isWriting} isThere={characters !== undefined}>
        {characters !== undefined && <CharacterList characters={characters} />}
      </Part>
      <div className="lg:col-span-2">
        <Part title="Chapters" isWriting={isWriting} isThere={chapters !== undefined}>
          {chapters !== undefined && <ChapterPlan chapters={chapters} />}
        </Part>
      </div>
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly isWriting: boolean;
  readonly isThere: boolean;
  readonly children: ReactNode;
}

/** Nothing when it is missing and will not come. */
function Part({ title, isWriting, isThere, children }: PartProps) {
  if (!isThere && !isWriting) return null;
  return (
    <Card title={title} busy={isWriting && !isThere}>
      {isThere ? (
        children
      ) : (
        <div aria-hidden="true">
          <span className="rubric-line" />
          <span className="rubric-line w-2/3" />
        </div>
      )}
    </Card>
  );
}

/** The course of the story, part by part. */
export function OutlineView({ parts }: { parts: NonNullable<Foundation['outline']> }) {
  return (
    <ol className="grid list-decimal gap-3 pl-6 text-sm marker:text-ink-soft">
      {parts.map((part, index) => (
        <li dir="auto" key={index}>
          {part}
        </li>
      ))}
    </ol>
  );
}

function ChapterPlan({ chapters }: { chapters: NonNullable<Foundation['chapters']> }) {
  return (
    <ol className="grid list-decimal gap-x-12 gap-y-3 pl-6 text-sm marker:text-ink-soft lg:grid-cols-2">
      {chapters.map(({ number, title, summary }) => (
        <li key={number}>
          <p dir="auto" className="font-semibold">
            {title}
          </p>
          <p dir="auto" className="text-ink-soft">
            {summary}
          </p>
        </li>
      ))}
    </ol>
  );
}

export function CharacterList({ characters }: { characters: NonNullable<Foundation['characters']> }) {
  return (
    <ul className="grid gap-4 text-sm">
      {characters.map(({ name, role, description, arc }, index) => (
        <li key={index}>
          <p dir="auto" className="font-semibold">
            {name}
          </p>
          <p dir="auto" className="text-ink-soft">
            {role}
          </p>
          <p dir="auto" className="mt-1">
            {description}
          </p>
          <p dir="auto" className="text-ink-soft">
            {arc}
          </p>
        </li>
      ))}
    </ul>
  );
}

export function StyleGuideView({ guide }: { guide: NonNullable<Foundation['styleGuide']> }) {
  const facts = [
    ['Voice', guide.voice],
    ['Tense', guide.tense],
    ['Tone', guide.tone],
  ] as const;
  return (
    <div className="grid gap-3 text-sm">
      <dl className="grid gap-2">
        {facts.map(([label, fact]) => (
          <div key={label} className="grid grid-cols-[4rem_1fr]">
            <dt className="text-ink-soft">{label}</dt>
            <dd dir="auto">{fact}</dd>
          </div>
        ))}
      </dl>
      <ul className="list-disc pl-5">
        {guide.rules.map((rule, index) => (
          <li dir="auto" key={index}>
            {rule}
          </li>
        ))}
      </ul>
    </div>
  );
}
