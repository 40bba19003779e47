import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

/** An address that leads nowhere, or to something that is not yours to know of. */
export function MissingPage() {
  return (
    <div className="flex min-h-[60vh] items-center justify-center">
      <EmptyState
        whole
        title="There is nothing at this address"
        action={
          <Button variant="primary" asChild>
            <Link href="/">Go to home</Link>
          </Button>
        }
      >
        It may have been moved, or it belongs to somebody who has not shared it. Search with Ctrl K finds what you can
        open.
      </EmptyState>
    </div>
  );
}
