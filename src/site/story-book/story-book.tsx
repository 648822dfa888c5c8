import { Play } from 'lucide-react';
import { useState } from 'react';
import type { PartialOf, ResultOf } from '../../overtime/index.ts';
import type { generateBook } from '../../tasks/generate-book/contract.ts';
import { Button } from '../ui/button.tsx';
import { NarrationPlayer } from './narration-player.tsx';
import { SceneView } from './scene-view.tsx';

type Draft = PartialOf<typeof generateBook>;

export interface StoryBookProps {
  readonly book: Draft;
  readonly dedication: string | null;
  readonly audio: ResultOf<typeof generateBook>['audio'];
  readonly isWriting: boolean;
}

/** The scenes of a book as far as they are written, each with its narration once there is one. */
export function StoryBook({ book, dedication, audio, isWriting }: StoryBookProps) {
  /** The scene that is being read aloud. */
  const [playing, setPlaying] = useState<number | null>(null);
  const order = audio.map(({ scene }) => scene);

  return (
    <div className="grid gap-6">
      <h2 className="sr-only">The scenes</h2>
      {dedication !== null && (
        <p dir="auto" className="px-4 py-6 text-center font-serif text-lg italic">
          {dedication}
        </p>
      )}
      {book.scenes.map((scene) => {
        const { number } = scene;
        const index = order.indexOf(number);
        const file = audio[index]?.file;
        return (
          <SceneView
            key={number}
            scene={scene}
            isWriting={isWriting}
            narration={
              file !== undefined &&
              (playing === number ? (
                <NarrationPlayer
                  scene={number}
                  path={file.path}
                  before={order[index - 1]}
                  after={order[index + 1]}
                  onScene={setPlaying}
                />
              ) : (
                <Button
                  onClick={() => setPlaying(number)}
                  className="justify-self-start"
                  aria-label={`Listen to scene ${number}`}
                >
                  <Play aria-hidden="true" className="size-4" />
                  Listen
                </Button>
              ))
            }
          />
        );
      })}
    </div>
  );
}
