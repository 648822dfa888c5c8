export type Fact = readonly [label: string, value: string];

/** Facts with their names, side by side where there is room for two. */
export function FactList({
  facts,
  columns = 1,
}: {
  readonly facts: readonly Fact[];
  readonly columns?: 1 | 2;
}) {
  return (
    <dl className={columns === 2 ? 'grid grid-cols-2 gap-x-4 gap-y-3 text-sm' : 'grid gap-3 text-sm'}>
      {facts.map(([label, value]) => (
        <div key={label} className={columns === 2 ? 'min-w-0 last:col-span-2' : 'min-w-0'}>
          <dt className="text-ink-soft">{label}</dt>
          <dd className="wrap-anywhere tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
