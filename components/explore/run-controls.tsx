import { Play, X } from "lucide-react";
import { patience } from "#components/explore/run.ts";
import { useElapsed } from "#components/explore/use-elapsed.ts";
import type { Explorer } from "#components/explore/use-explorer.ts";
import { Button } from "#components/ui/button.tsx";

/** Run, and while it runs: how long already, and the way out. */
export function RunControls({ explorer }: { readonly explorer: Explorer }) {
  const { run, stale, runnable } = explorer;
  const elapsed = useElapsed(run.startedAt);
  const waiting = patience(elapsed);
  if (run.phase === "running") {
    return (
      <div className="flex items-center gap-2">
        {waiting !== "quiet" && (
          <span role="timer" className="text-sm text-text-2 tabular-nums">
            {waiting === "cancel" ? "Taking long: " : ""}
            {Math.floor(elapsed / 1000)} s
          </span>
        )}
        <Button size="sm" variant={waiting === "cancel" ? "danger" : "secondary"} onClick={explorer.cancel}>
          <X aria-hidden /> Cancel
        </Button>
      </div>
    );
  }
  return (
    <div className="flex items-center gap-2">
      {stale && <span className="text-sm text-warn max-md:sr-only">The question changed since this ran</span>}
      <Button
        size="sm"
        variant="primary"
        disabled={!runnable}
        onClick={explorer.start}
        aria-keyshortcuts="Control+Enter"
      >
        <Play aria-hidden /> {stale ? "Run to update" : "Run"}
      </Button>
    </div>
  );
}
