import { Chart } from "#components/charts/chart.tsx";
import { defaultVis, type VisType, whyNotVis } from "#components/explore/default-vis.ts";
import { Section } from "#components/explore/section.tsx";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { VisPicker } from "#components/explore/vis-picker.tsx";
import { cn } from "#components/ui/cn.ts";
import { ProgressLine } from "#components/ui/progress-line.tsx";
import { ChartSkeleton } from "#components/ui/skeleton.tsx";
import type { Vis } from "#lib/looks/contract.ts";
import type { Answer } from "#lib/semantic/answer.ts";

const HEIGHT = 320;
/** A single figure needs no more room than on a dashboard. */
const FIGURE_HEIGHT = 104;

/** The answer as a picture: the one chosen, or the one that suits it. */
export function VisualizationSection({ explorer }: { readonly explorer: Explorer }) {
  const { state, run } = explorer;
  const answer = run.last?.answer ?? null;
  const vis = state.vis ?? (answer === null ? null : defaultVis(answer));
  function choose(type: VisType): void {
    explorer.show({ vis: { type, horizontal: vis?.horizontal ?? false, target: vis?.target ?? null } });
  }
  return (
    <Section
      title="Visualization"
      hint={state.vis === null && answer !== null ? "chosen from the answer" : undefined}
      actions={<VisPicker type={vis?.type ?? null} answer={answer} onChange={choose} />}
    >
      <div className="relative p-3">
        <ProgressLine active={run.phase === "running"} />
        <Drawing
          answer={answer}
          vis={vis}
          running={run.phase === "running"}
          faded={run.phase === "running" || explorer.stale}
        />
      </div>
    </Section>
  );
}

type DrawingProps = {
  readonly answer: Answer | null;
  readonly vis: Vis | null;
  readonly running: boolean;
  readonly faded: boolean;
};

function Drawing({ answer, vis, running, faded }: DrawingProps) {
  if (answer === null || vis === null) {
    if (running) return <ChartSkeleton className="h-80" />;
    return <p className="py-6 text-center text-sm text-text-2">The picture appears here when the question has run.</p>;
  }
  if (vis.type === "table") return <p className="text-sm text-text-2">Shown as a table, in Data below.</p>;
  const refusal = whyNotVis(vis.type, answer);
  if (refusal !== null) {
    return <p className="py-6 text-center text-sm text-text-2">{refusal} Choose another visualization.</p>;
  }
  return (
    <div className={cn("transition-opacity", faded && "opacity-60")}>
      <Chart answer={answer} vis={vis} height={vis.type === "single_value" ? FIGURE_HEIGHT : HEIGHT} />
    </div>
  );
}
