import { counted } from '../ui/format.ts';

const longest = 300;

/** A job's input or result, whatever its task: names and values, with what is long or nested folded. */
export function JobData({ value }: { readonly value: unknown }) {
  if (typeof value !== 'object' || value === null) return <Value value={value} />;
  return (
    <dl className="grid gap-3 text-sm">
      {Object.entries(value).map(([name, part]) => (
        <div key={name} className="min-w-0">
          <dt className="text-ink-soft">{nameInWords(name)}</dt>
          <dd className="wrap-anywhere">
            <Value value={part} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value }: { readonly value: unknown }) {
  if (value === null) return <>None</>;
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  if (typeof value !== 'object' && text.length <= longest) return <span dir="auto">{text}</span>;
  return (
    <details>
      <summary className="w-fit cursor-pointer text-ink-soft">
        {typeof value === 'string' ? `${text.slice(0, 80)}…` : sizeInWords(value)}
      </summary>
      <pre dir="auto" className="mt-2 font-sans whitespace-pre-wrap">
        {text}
      </pre>
    </details>
  );
}

function sizeInWords(value: unknown): string {
  if (Array.isArray(value)) return counted(value.length, 'item');
  return Object.keys(value ?? {})
    .map(nameInWords)
    .join(', ');
}

/** `simple_rules` and `totalPoints` as a person writes them. */
function nameInWords(name: string): string {
  const words = name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
