import type { ReactNode } from 'react';
import { markdownProse, markdownText } from '../../documents/markdown-text.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Prose } from '../ui/prose.tsx';
import { SaveButton } from '../ui/save-button.tsx';

export interface WorldStoryProps {
  readonly title: string | undefined;
  readonly premise: string | undefined;
  readonly story: string;
  /** `writing`: more is to come; `unfinished`: it never will. */
  readonly state: 'writing' | 'unfinished' | 'finished';
  /** Beside the ways to take the story along. */
  readonly children?: ReactNode;
}

/** A story, to read while it is written and afterwards. */
export function WorldStory({ title, premise, story, state, children }: WorldStoryProps) {
  const markdown = [
    `# ${markdownText(title ?? '')}`,
    ...(premise === undefined ? [] : [`*${markdownText(premise)}*`]),
    markdownProse(story),
  ].join('\n\n');
  return (
    <>
      <article className="sheet px-4 py-8 sm:px-10 sm:py-12" aria-busy={state === 'writing'}>
        <div className="mx-auto max-w-[38rem]">
          <h2 className="font-serif text-2xl tracking-tight sm:text-3xl">{title ?? 'The story'}</h2>
          {premise !== undefined && (
            <p dir="auto" className="mt-3 font-serif text-ink-soft italic">
              {premise}
            </p>
          )}
          <div className="mt-8">
            <Prose text={story} />
          </div>
          {state === 'writing' && (
            <div aria-hidden="true" className="mt-4">
              <span className="rubric-line max-w-none" />
              <span className="rubric-line w-2/3" />
            </div>
          )}
          {state === 'unfinished' && (
            <p className="mt-6 w-fit rounded bg-lamp-soft px-2 py-0.5 text-sm">Unfinished</p>
          )}
        </div>
      </article>
      {state === 'finished' && (
        <div className="flex flex-wrap gap-3 print:hidden">
          <CopyButton text={markdown} label="Copy as Markdown" />
          <SaveButton text={markdown} title={title ?? 'story'} />
          {children}
        </div>
      )}
    </>
  );
}
