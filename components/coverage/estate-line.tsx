import Link from "next/link";
import { Fragment } from "react";
import { cn } from "#components/ui/cn.ts";

type EstateLineProps = {
  readonly total: number;
  /** Customers per tier, index = tier. */
  readonly tiers: readonly number[];
};

const PARTS = [
  { tier: 3, word: "user-level", fill: "bg-series-1" },
  { tier: 2, word: "full", fill: "bg-series-1/60" },
  { tier: 1, word: "critical", fill: "bg-series-1/30" },
  { tier: 0, word: "none", fill: "hatch" },
] as const;

/** The estate in one line: "160 customers: 40 user-level · 82 full · 24 critical · 14 none". */
export function EstateLine({ total, tiers }: EstateLineProps) {
  return (
    <div>
      <p className="flex flex-wrap items-baseline gap-x-2 text-lg">
        <Link href="/customers" className="mr-2 font-semibold tabular-nums hover:underline">
          {total.toLocaleString("en-GB")} customers
        </Link>
        {PARTS.map(({ tier, word }, index) => (
          <Fragment key={tier}>
            {index > 0 && (
              <span aria-hidden className="text-text-3">
                ·
              </span>
            )}
            <Link href={`/customers?tier=${String(tier)}`} className="text-text-2 tabular-nums hover:underline">
              {(tiers[tier] ?? 0).toLocaleString("en-GB")} {word}
            </Link>
          </Fragment>
        ))}
      </p>
      <div aria-hidden className="mt-3 flex h-2 gap-0.5 overflow-hidden rounded-[3px]">
        {PARTS.map(({ tier, fill }) =>
          (tiers[tier] ?? 0) === 0 ? null : (
            <span key={tier} className={cn("min-w-1 rounded-[1px]", fill)} style={{ flexGrow: tiers[tier] }} />
          ),
        )}
      </div>
    </div>
  );
}
