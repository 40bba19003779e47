import { Page } from "#components/ui/page-header.tsx";
import { RowsSkeleton, Skeleton } from "#components/ui/skeleton.tsx";

/** The outline of a page on its way. */
export function PageSkeleton() {
  return (
    <Page>
      <Skeleton className="h-7 w-56" />
      <Skeleton className="mt-2 mb-6 w-80 max-w-full" />
      <div className="tile">
        <RowsSkeleton rows={8} />
      </div>
    </Page>
  );
}
