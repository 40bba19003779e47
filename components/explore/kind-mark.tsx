import { KIND_LABELS, KIND_LETTERS } from "#components/explore/picker.ts";
import { cn } from "#components/ui/cn.ts";
import type { Field } from "#lib/explore/contract.ts";

const COLOURS = {
  dimension: "border-series-1/40 text-series-1",
  time: "border-series-1/40 text-series-1",
  metric: "border-series-2/50 text-series-2",
} as const;

/** D, T or M: blue for what breaks down, orange for what is measured, a letter for who sees no colours. */
export function KindMark({ kind }: { readonly kind: Field["kind"] }) {
  return (
    <span
      role="img"
      aria-label={KIND_LABELS[kind]}
      className={cn(
        "inline-flex size-4.5 shrink-0 items-center justify-center rounded border font-semibold text-tick leading-none",
        COLOURS[kind],
      )}
    >
      {KIND_LETTERS[kind]}
    </span>
  );
}
