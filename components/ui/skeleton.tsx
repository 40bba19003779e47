import { cn } from "#components/ui/cn.ts";

/** A quiet block in the shape of what is coming; shows only after 150 ms. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <span aria-hidden className={cn("skeleton block h-4 w-full", className)} />;
}

const BAR_HEIGHTS = ["h-[38%]", "h-[52%]", "h-[47%]", "h-[63%]", "h-[58%]", "h-[74%]", "h-[69%]", "h-[88%]"] as const;

export function ChartSkeleton({ className }: { readonly className?: string }) {
  return (
    <div
      role="status"
      aria-label="Loading the chart"
      className={cn("flex h-full items-end gap-3 px-1 pt-4", className)}
    >
      {BAR_HEIGHTS.map((height) => (
        <Skeleton key={height} className={cn("flex-1 rounded-sm", height)} />
      ))}
    </div>
  );
}

export function RowsSkeleton({ rows = 8, className }: { readonly rows?: number; readonly className?: string }) {
  return (
    <div role="status" aria-label="Loading the rows" className={cn("divide-y", className)}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="flex h-10 items-center gap-6 px-4">
          <Skeleton className={row % 3 === 0 ? "h-3 w-1/3" : "h-3 w-1/4"} />
          <Skeleton className="h-3 w-1/6" />
          <Skeleton className="ml-auto h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
