import type { Character } from '../../tasks/generate-book/contract.ts';
import { Card } from '../ui/card.tsx';

/** Who the book is about, the same in every scene. */
export function CharacterCard({ character }: { character: Character }) {
  const { name, type, specialAbility, appearance, personality } = character;
  const facts = [
    ['Kind', type],
    ['Ability', specialAbility],
    ['Appearance', appearance],
    ['Personality', personality],
  ] as const;
  return (
    <Card title={name}>
      <dl className="grid gap-2 text-sm">
        {facts.map(([label, fact]) => (
          <div key={label}>
            <dt className="text-ink-soft">{label}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
