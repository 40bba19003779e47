"use client";

import { useState } from "react";
import { toast } from "sonner";
import { signIn } from "#components/sign-in/auth-form.ts";
import type { SamplePerson } from "#components/sign-in/people.ts";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";

/** Starts the way to the issuer once; a second press while it runs does nothing. */
function useSignIn(callbackUrl: string, hint: string | null) {
  const [busy, setBusy] = useState(false);
  async function start() {
    setBusy(true);
    try {
      await signIn(callbackUrl, hint);
    } catch {
      setBusy(false);
      toast.error("The portal cannot be reached. Check your connection and try again.");
    }
  }
  return { busy, start: () => void start() };
}

export function GoogleButton({ callbackUrl }: { readonly callbackUrl: string }) {
  const { busy, start } = useSignIn(callbackUrl, null);
  return (
    <Button busy={busy} onClick={start} className="h-10 w-full text-base">
      {!busy && <GoogleMark />}
      Sign in with Google
    </Button>
  );
}

type PersonButtonProps = { readonly person: SamplePerson; readonly callbackUrl: string };

export function PersonButton({ person, callbackUrl }: PersonButtonProps) {
  const { busy, start } = useSignIn(callbackUrl, person.email);
  return (
    <button
      type="button"
      onClick={start}
      disabled={busy}
      className="flex w-full items-start gap-3 rounded-md px-2 py-2 text-left transition-colors hover:bg-surface-2 disabled:opacity-60"
    >
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2">
          <span className="font-medium text-base">{person.name}</span>
          <span className="text-sm text-text-2">{person.job}</span>
        </span>
        <span className="block text-sm text-text-2">{person.task}</span>
      </span>
      <Badge className="mt-0.5" kind={person.role === null ? "neutral" : "accent"}>
        {person.role ?? "No access"}
      </Badge>
    </button>
  );
}

/** Google's own mark in its own colours, as its sign-in rules want it. */
function GoogleMark() {
  return (
    <svg viewBox="0 0 18 18" aria-hidden="true">
      <path
        fill="#4285F4"
        d="M17.64 9.2c0-.64-.06-1.25-.16-1.84H9v3.48h4.84a4.14 4.14 0 0 1-1.8 2.72v2.26h2.92a8.78 8.78 0 0 0 2.68-6.62Z"
      />
      <path
        fill="#34A853"
        d="M9 18c2.43 0 4.47-.8 5.96-2.18l-2.92-2.26c-.8.54-1.84.86-3.04.86-2.34 0-4.32-1.58-5.03-3.7H.96v2.33A9 9 0 0 0 9 18Z"
      />
      <path fill="#FBBC05" d="M3.97 10.71a5.4 5.4 0 0 1 0-3.42V4.96H.96a9 9 0 0 0 0 8.08l3.01-2.33Z" />
      <path
        fill="#EA4335"
        d="M9 3.58c1.32 0 2.5.45 3.44 1.35l2.58-2.58A9 9 0 0 0 .96 4.96l3.01 2.33C4.68 5.16 6.66 3.58 9 3.58Z"
      />
    </svg>
  );
}
