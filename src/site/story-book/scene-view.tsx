import { useId, type ReactNode } from 'react';
import type { PartialOf } from '../../overtime/index.ts';
import type { generateBook } from '../../tasks/generate-book/contract.ts';
import { ConsistencyMark } from './consistency-mark.tsx';
import { PictureView } from './picture-view.tsx';

type SceneDraft = PartialOf<typeof generateBook>['scenes'][number];

export interface SceneViewProps {
  /** As far as it is written. */
  readonly scene: SceneDraft;
  /** What is missing is still to come. */
  readonly isWriting: boolean;
  /** Its narration, or the button that begins it; absent where there is none. */
  readonly narration?: ReactNode;
}

/** One scene: the picture, the text, what there is to find, and what the check said. */
export function SceneView({ scene, isWriting, narration }: SceneViewProps) {
  const { number, title, text, shows = '', picture, find = [], consistency } = scene;
  const titleId = useId();
  return (
    <article
      aria-labelledby={titleId}
      aria-busy={isWriting && consistency === undefined}
      className="sheet overflow-hidden"
    >
      {/* Null when it is known that there will be none. */}
      {picture === undefined && isWriting && (
        <div className="grid h-24 w-full place-items-center bg-paper text-sm text-ink-soft">
          Picture not drawn yet
        </div>
      )}
      {picture && <PictureView path={picture.path} shows={shows} />}
      <div className="mx-auto grid max-w-[38rem] gap-4 p-4 sm:px-6 sm:py-8">
        <div>
          <p className="text-sm text-ink-soft">Scene {number}</p>
          <h3 dir="auto" id={titleId} className="font-serif text-2xl tracking-tight">
            {title ?? '…'}
          </h3>
        </div>
        {picture && find.length > 0 && <FindList find={find} />}
        {text === undefined
          ? isWriting && (
              <div aria-hidden="true">
                <span className="rubric-line" />
                <span className="rubric-line w-2/3" />
              </div>
            )
          : paragraphs(text).map((paragraph, index) => (
              <p dir="auto" key={index} className="font-serif text-lg leading-relaxed">
                {paragraph}
              </p>
            ))}
        {narration}
        {consistency !== undefined && <ConsistencyMark consistency={consistency} />}
      </div>
    </article>
  );
}

/** What there is to find, each to be ticked off: nobody keeps the ticks. */
function FindList({ find }: { find: readonly string[] }) {
  return (
    <fieldset>
      <legend className="text-sm font-semibold">Can you find…</legend>
      <div className="mt-2 flex flex-wrap gap-2">
        {find.map((thing) => (
          <label
            key={thing}
            className="flex min-h-10 cursor-pointer items-center gap-2 rounded-md border border-line-strong px-3 text-sm has-checked:bg-paper has-checked:line-through"
          >
            <input type="checkbox" className="accent-[var(--done)]" />
            {thing}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function paragraphs(text: string): string[] {
  return text.split(/\n+/).filter((paragraph) => paragraph.trim() !== '');
}
