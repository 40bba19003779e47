import { CoverageBar } from "#components/coverage/coverage-mark.tsx";
import { cn } from "#components/ui/cn.ts";
import { TIER_LABELS, TIER_TEXTS } from "#lib/consent/model.ts";

const HIGHEST = 3;

type TierMarkProps = {
  readonly tier: number;
  /** Instances stand at different tiers; the highest is shown. */
  readonly mixed?: boolean;
  readonly short?: boolean;
  readonly className?: string;
};

const SHORT = ["None", "Critical", "Full", "User-level"] as const;

/** A tier as the coverage mark: solid for what we may see, hatched for what we may not. */
export function TierMark({ tier, mixed = false, short = false, className }: TierMarkProps) {
  const label = (short ? SHORT[tier] : TIER_LABELS[tier]) ?? "";
  return (
    <span
      className={cn("inline-flex items-baseline gap-2 whitespace-nowrap", className)}
      title={`${TIER_LABELS[tier] ?? ""}: ${TIER_TEXTS[tier] ?? ""}`}
    >
      <CoverageBar covered={tier} eligible={HIGHEST} className="self-center" />
      <span>
        {label}
        {mixed && <span className="text-text-3"> · mixed</span>}
      </span>
    </span>
  );
}
