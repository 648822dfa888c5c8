/** The mark: a full round of the clock, and the time after it. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 28 28"
      fill="none"
      strokeLinecap="round"
      strokeWidth="3"
      className={className}
      aria-hidden="true"
    >
      <circle cx="12.5" cy="15.5" r="8.5" stroke="currentColor" />
      <path d="M12.5 2.5a13 13 0 0 1 13 13" className="stroke-lamp" />
    </svg>
  );
}

export function Brand() {
  return (
    <span className="inline-flex items-center gap-2 font-semibold tracking-tight">
      <BrandMark className="size-6" />
      Overtime
    </span>
  );
}
