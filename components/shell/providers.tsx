"use client";

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { Toaster } from "sonner";
import { noteSessionError } from "#components/shell/session.ts";
import { SessionExpired } from "#components/shell/session-expired.tsx";
import { TooltipProvider } from "#components/ui/tooltip.tsx";
import { CallError } from "#lib/http/call.ts";

const RETRIES = 2;

/** A refusal stays a refusal; only what may pass by itself is asked again. */
function mayRetry(failures: number, error: Error): boolean {
  const status = error instanceof CallError ? error.problem.status : 500;
  return failures < RETRIES && (status === 0 || status === 503);
}

/** Figures are asked for anew whenever they come into view: consent may have changed since. */
function newClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: noteSessionError }),
    mutationCache: new MutationCache({ onError: noteSessionError }),
    defaultOptions: { queries: { staleTime: 0, refetchOnWindowFocus: false, retry: mayRetry } },
  });
}

export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(newClient);
  return (
    <QueryClientProvider client={client}>
      <NuqsAdapter>
        <TooltipProvider>{children}</TooltipProvider>
        <SessionExpired />
        <Toaster
          position="bottom-right"
          toastOptions={{
            style: {
              background: "var(--surface)",
              color: "var(--text)",
              border: "1px solid var(--hairline)",
              boxShadow: "var(--shadow-raised)",
            },
          }}
        />
      </NuqsAdapter>
    </QueryClientProvider>
  );
}
