import {
  ChartArea,
  ChartColumn,
  ChartColumnStacked,
  ChartLine,
  type LucideIcon,
  RectangleEllipsis,
  Table,
} from "lucide-react";
import { VIS_LABELS, type VisType, whyNotVis } from "#components/explore/default-vis.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import { VIS_TYPES } from "#lib/looks/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";

const ICONS: Readonly<Record<VisType, LucideIcon>> = {
  table: Table,
  line: ChartLine,
  bar: ChartColumn,
  stacked_bar: ChartColumnStacked,
  area: ChartArea,
  single_value: RectangleEllipsis,
};

type VisPickerProps = {
  readonly type: VisType | null;
  /** What is drawn; null before the first run, when everything may be chosen. */
  readonly answer: Answer | null;
  readonly onChange: (type: VisType) => void;
};

/** The ways to draw an answer; one that does not fit says why. */
export function VisPicker({ type, answer, onChange }: VisPickerProps) {
  return (
    <div role="group" aria-label="Visualization type" className="flex gap-0.5">
      {VIS_TYPES.map((each) => {
        const Icon = ICONS[each];
        const refusal = answer === null ? null : whyNotVis(each, answer);
        return (
          <Tooltip key={each} content={refusal ?? VIS_LABELS[each]}>
            <button
              type="button"
              aria-label={VIS_LABELS[each]}
              aria-pressed={each === type}
              aria-disabled={refusal !== null}
              onClick={() => {
                if (refusal === null) onChange(each);
              }}
              className="inline-flex size-8 items-center justify-center rounded-md text-text-2 hover:bg-surface-2 hover:text-text aria-disabled:opacity-40 aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:size-11"
            >
              <Icon aria-hidden className="size-4" />
            </button>
          </Tooltip>
        );
      })}
    </div>
  );
}
