"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ExternalLink } from "lucide-react";
import { useEffect, useSyncExternalStore } from "react";
import { clearSessionEnded, sessionHasEnded, subscribeToSession } from "#components/shell/session.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { call } from "#lib/http/call.ts";
import { MeOut } from "#lib/people/contract.ts";

/**
 * Asks the person to sign in again without leaving the page: in another tab, while everything typed
 * here stays. Coming back closes it and asks again for what was refused. Mount once, inside the
 * QueryClientProvider whose caches have `noteSessionError` as `onError`.
 */
export function SessionExpired() {
  const ended = useSyncExternalStore(subscribeToSession, sessionHasEnded, () => false);
  return ended ? <SignInAgain /> : null;
}

function SignInAgain() {
  const client = useQueryClient();
  const { mutate, isPending, isError } = useMutation({
    mutationFn: () => call("/me", MeOut),
    onSuccess: () => {
      clearSessionEnded();
      void client.invalidateQueries();
    },
  });
  useEffect(() => {
    function onBack(): void {
      if (document.visibilityState === "visible") mutate();
    }
    document.addEventListener("visibilitychange", onBack);
    window.addEventListener("focus", onBack);
    return () => {
      document.removeEventListener("visibilitychange", onBack);
      window.removeEventListener("focus", onBack);
    };
  }, [mutate]);
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={clearSessionEnded}
      title="Sign in again"
      description="Your session has ended. This page and everything you typed stay as they are."
      footer={
        <>
          <Button
            busy={isPending}
            onClick={() => {
              mutate();
            }}
          >
            I have signed in
          </Button>
          <Button variant="primary" asChild>
            <a href="/sign-in" target="_blank" rel="noopener">
              Sign in again <ExternalLink aria-hidden />
            </a>
          </Button>
        </>
      }
    >
      <p className="text-base">Sign in in the new tab, then come back to this one and go on.</p>
      {isError && (
        <Notice kind="warn" className="mt-3">
          There is no session yet. Finish signing in in the other tab first.
        </Notice>
      )}
    </Dialog>
  );
}
