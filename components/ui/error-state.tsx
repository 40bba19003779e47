"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { CallError } from "#lib/http/call.ts";

type ErrorStateProps = {
  readonly error: Error;
  readonly onRetry?: () => void;
  /** In a small place: without title and request id. */
  readonly compact?: boolean;
  readonly className?: string;
};

const TITLES: Readonly<Record<string, string>> = {
  unauthenticated: "You are signed out",
  forbidden: "You cannot see this",
  not_found: "Not found",
  consent_unknown: "No figures right now",
  warehouse_unavailable: "No figures right now",
  registry_unavailable: "The registry does not answer",
  deadline: "This took too long",
  offline: "No connection",
};

const UNKNOWN = {
  code: null,
  detail: "The page met something it did not expect. Try again; nothing was lost.",
  suggestion: null,
  requestId: "",
} as const;

/** What went wrong in plain words, the way out, and the request id for whoever helps. */
export function ErrorState({ error, onRetry, compact = false, className }: ErrorStateProps) {
  const { code, detail, suggestion, requestId } = error instanceof CallError ? error.problem : UNKNOWN;
  const ways = <Ways code={code} onRetry={onRetry} />;
  if (compact) {
    return (
      <div role="alert" className={cn("flex h-full flex-col items-start justify-end gap-1.5", className, "py-0")}>
        <p className="line-clamp-3 text-text-2 text-xs">{detail}</p>
        {ways}
      </div>
    );
  }
  return (
    <div
      role="alert"
      className={cn("flex h-full flex-col items-center justify-center gap-1.5 px-6 py-8 text-center", className)}
    >
      <p className="font-medium text-base">{TITLES[code ?? ""] ?? "This did not work"}</p>
      <p className="max-w-md text-balance text-sm text-text-2">{detail}</p>
      {suggestion !== null && <p className="max-w-md text-sm text-text-2">{suggestion}</p>}
      <div className="mt-2">{ways}</div>
      {requestId !== "" && (
        <p className="mt-2 text-text-3 text-xs">
          Request <code className="select-all font-mono">{requestId}</code>
        </p>
      )}
    </div>
  );
}

type WaysProps = { readonly code: string | null; readonly onRetry: (() => void) | undefined };

function Ways({ code, onRetry }: WaysProps) {
  return (
    <div className="flex flex-wrap items-center justify-center gap-2 empty:hidden">
      <WayOut code={code} />
      {onRetry !== undefined && code !== "not_found" && (
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}

function WayOut({ code }: { readonly code: string | null }): ReactNode {
  if (code === "forbidden") {
    return (
      <Button size="sm" asChild>
        <Link href="/request-access">Request access</Link>
      </Button>
    );
  }
  if (code === "not_found") {
    return (
      <Button size="sm" asChild>
        <Link href="/">Go to home</Link>
      </Button>
    );
  }
  if (code !== "unauthenticated") return null;
  return (
    <Button size="sm" asChild>
      <Link href="/sign-in">Sign in</Link>
    </Button>
  );
}
