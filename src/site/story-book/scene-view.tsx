import { Play } from 'lucide-react';
import { useId } from 'react';
import type { PartialOf } from '../../overtime/index.ts';
import type { generateBook } from '../../tasks/generate-book/contract.ts';
import { Button } from '../ui/button.tsx';
import { ConsistencyMark } from './consistency-mark.tsx';
import { PictureView } from './picture-view.tsx';

type SceneDraft = PartialOf<typeof generateBook>['scenes'][number];

export interface SceneViewProps {
  /** As far as it is written. */
  readonly scene: SceneDraft;
  /** What is missing is still to come. */
  readonly isWriting: boolean;
  /** Plays its narration; absent where there is none. */
  readonly onListen?: () => void;
}

/** One scene: the picture, the text, what there is to find, and what the check said. */
export function SceneView({ scene, isWriting, onListen }: SceneViewProps) {
  const { number, title, text, shows = '', picture, find = [], consistency } = scene;
  const titleId = useId();
  return (
    <article
      aria-labelledby={titleId}
      aria-busy={isWriting && consistency === undefined}
      className="sheet grid items-start gap-x-6 gap-y-3 p-4 sm:p-6 md:grid-cols-2 md:grid-rows-[auto_1fr]"
    >
      <div className="md:col-start-2">
        <p className="text-sm text-ink-soft">Scene {number}</p>
        <h3 dir="auto" id={titleId} className="font-serif text-xl tracking-tight">
          {title ?? '…'}
        </h3>
      </div>
      <div className="grid min-w-0 gap-4 md:sticky md:top-6 md:col-start-1 md:row-span-2 md:row-start-1">
        {/* Null when it is known that there will be none. */}
        {picture === undefined && isWriting && (
          <div className="grid aspect-[3/2] w-full place-items-center rounded-md bg-paper text-sm text-ink-soft">
            Picture not drawn yet
          </div>
        )}
        {picture && <PictureView path={picture.path} shows={shows} />}
        {picture && find.length > 0 && <FindList find={find} />}
        {onListen !== undefined && (
          <Button onClick={onListen} className="justify-self-start" aria-label={`Listen to scene ${number}`}>
            <Play aria-hidden="true" className="size-4" />
            Listen
          </Button>
        )}
        {consistency !== undefined && <ConsistencyMark consistency={consistency} />}
      </div>
      <div className="min-w-0 md:col-start-2">
        {text === undefined ? (
          isWriting && (
            <div aria-hidden="true">
              <span className="rubric-line" />
              <span className="rubric-line w-2/3" />
            </div>
          )
        ) : (
          <div className="grid gap-3 font-serif leading-relaxed">
            {paragraphs(text).map((paragraph, index) => (
              <p dir="auto" key={index}>
                {paragraph}
              </p>
            ))}
          </div>
        )}
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
