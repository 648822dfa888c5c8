import { type Fact, fact } from './fact.ts';

/** What parts four levels, from the best to the weakest, of whatever is judged. */
const levels = [
  {
    name: 'Excellent',
    share: 1,
    text: (what: string) => `“${what}” is met throughout, with detail that a reader can check.`,
  },
  {
    name: 'Good',
    share: 0.8,
    text: (what: string) => `“${what}” is met in most places; one or two gaps do not change the whole.`,
  },
  {
    name: 'Fair',
    share: 0.5,
    text: (what: string) => `“${what}” is met in some places; important parts are missing or only named.`,
  },
  {
    name: 'Weak',
    share: 0.2,
    text: (what: string) => `“${what}” is met hardly anywhere, or in a way that misleads.`,
  },
] as const;

/** Gives levels to whatever a document lists without any. */
export function addLevels(root: Fact): Fact {
  for (const each of root.parts) {
    if (each.parts.length > 0) continue;
    const what = subjectOf(each);
    if (each.text === '') each.text = `What the work shows of ${each.name.toLowerCase()}.`;
    each.parts = levels.map(({ name, share, text }) =>
      fact(name, text(what), Math.round((each.number ?? 10) * share)),
    );
  }
  return root;
}

function subjectOf({ name, text }: Fact): string {
  return (text.split(/(?<=[.!?])\s/)[0] ?? name).replace(/[.!?]+$/, '') || name;
}
