import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type SectionProps = {
  readonly title: string;
  /** Said beside the title while the section is folded or open. */
  readonly hint?: ReactNode;
  /** Controls at the end of the head; they do not fold. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
};

/** A part of the Explore that folds. */
export function Section({ title, hint, actions, children }: SectionProps) {
  return (
    <section aria-label={title} className="relative rounded-lg border bg-surface">
      <details open className="group/section peer">
        <summary className="flex min-h-11 list-none items-center gap-2 px-3 py-1.5 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-4 shrink-0 text-text-3 transition-transform group-open/section:rotate-90"
          />
          <h2 className="shrink-0 font-semibold text-sm">{title}</h2>
          {hint !== undefined && <span className="min-w-0 truncate text-sm text-text-2 max-sm:hidden">{hint}</span>}
        </summary>
        <div className={cn("border-t", actions !== undefined && "max-sm:pt-11")}>{children}</div>
      </details>
      {actions !== undefined && (
        <div className="absolute top-1.5 right-2 flex items-center gap-1 max-sm:top-12 max-sm:right-auto max-sm:left-2 max-sm:peer-[:not([open])]:hidden">
          {actions}
        </div>
      )}
    </section>
  );
}
