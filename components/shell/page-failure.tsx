"use client";

import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

type PageFailureProps = { readonly error: Error & { readonly digest?: string } };

/** What a page shows when it could not be drawn at all: never a stack, always a way on. */
export function PageFailure({ error }: PageFailureProps) {
  const registry = error.digest === "registry_unavailable";
  return (
    <div role="alert" className="flex min-h-[60vh] items-center justify-center">
      <EmptyState
        whole
        title={registry ? "The registry does not answer" : "This page could not be shown"}
        action={
          <Button
            variant="primary"
            onClick={() => {
              window.location.reload();
            }}
          >
            Try again
          </Button>
        }
      >
        {registry
          ? "Without the registry nobody can be known and no figure may be shown. It usually comes back by itself in a moment."
          : "Something unexpected happened. Nothing was lost; try again, or go on from the navigation."}
        {error.digest !== undefined && !registry && (
          <p className="mt-2 font-mono text-text-3 text-xs">{error.digest}</p>
        )}
      </EmptyState>
    </div>
  );
}
