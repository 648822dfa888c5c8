const radius = 42;
const circumference = 2 * Math.PI * radius;

/** A score from 0 to 100 as a ring around its number. */
export function ScoreRing({ score, label }: { score: number; label: string }) {
  return (
    <svg viewBox="0 0 100 100" role="img" aria-label={`${label}: ${score} of 100`} className="score-ring">
      <circle cx="50" cy="50" r={radius} fill="none" strokeWidth="8" className="stroke-line" />
      <circle
        cx="50"
        cy="50"
        r={radius}
        fill="none"
        strokeWidth="8"
        strokeLinecap="round"
        strokeDasharray={`${(score / 100) * circumference} ${circumference}`}
        transform="rotate(-90 50 50)"
        className="stroke-lamp"
      />
      <text x="50" y="50" textAnchor="middle" dominantBaseline="central" className="score-ring-number">
        {score}
      </text>
    </svg>
  );
}
