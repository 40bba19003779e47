"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type ChipProps = {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly onRemove?: () => void;
  /** Names what the cross removes; needed with `onRemove`. */
  readonly removeLabel?: string;
  readonly selected?: boolean;
  readonly kind?: "plain" | "warn" | "bad";
  readonly className?: string;
};

const KINDS = {
  plain: "border-control/50 bg-surface text-text",
  warn: "border-warn/50 bg-warn-soft text-warn",
  bad: "border-bad/50 bg-bad-soft text-bad",
} as const;

/** A value in force (a filter, a choice) that can be pressed or taken away. */
export function Chip({
  children,
  onClick,
  onRemove,
  removeLabel = "Remove",
  selected,
  kind = "plain",
  className,
}: ChipProps) {
  const body = "inline-flex h-full items-center gap-1.5 px-2.5";
  return (
    <span
      className={cn(
        "inline-flex h-8 max-w-full items-center overflow-hidden whitespace-nowrap rounded-md border text-sm pointer-coarse:h-11",
        KINDS[kind],
        selected === true && "border-accent bg-accent-soft text-accent",
        className,
      )}
    >
      {onClick === undefined ? (
        <span className={body}>{children}</span>
      ) : (
        <button
          type="button"
          onClick={onClick}
          aria-pressed={selected}
          className={cn(body, "hover:bg-surface-2 focus-visible:-outline-offset-2")}
        >
          {children}
        </button>
      )}
      {onRemove !== undefined && (
        <button
          type="button"
          onClick={onRemove}
          aria-label={removeLabel}
          className="-ml-1.5 inline-flex h-full w-8 items-center justify-center text-text-3 hover:bg-surface-2 hover:text-text focus-visible:-outline-offset-2"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </span>
  );
}
