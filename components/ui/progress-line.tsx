import { cn } from "#components/ui/cn.ts";

/** A 2 px line along the top of what is being refreshed; the old content stays below it. */
export function ProgressLine({ active, className }: { readonly active: boolean; readonly className?: string }) {
  if (!active) return null;
  return (
    <div
      role="status"
      aria-label="Updating"
      className={cn("absolute inset-x-0 top-0 h-0.5 overflow-hidden", className)}
    >
      <div className="h-full w-1/3 animate-[progress-line_1.1s_ease-in-out_infinite] rounded-full bg-accent" />
    </div>
  );
}
