"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

export type SortOrder = "ascending" | "descending" | "none";

type SortButtonProps = {
  /** How the column is sorted now. */
  readonly order: SortOrder;
  /** True above numbers, so that the label ends where they end. */
  readonly end: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
};

/** The head of a column that sorts by it; the arrow shows the order, or what a press would begin with. */
export function SortButton({ order, end, onClick, children }: SortButtonProps) {
  const Arrow = order === "descending" ? ArrowDown : ArrowUp;
  return (
    <button
      type="button"
      onClick={onClick}
      className={cn(
        "group inline-flex h-8 items-center gap-1 hover:text-text",
        order !== "none" && "text-text",
        end && "flex-row-reverse",
      )}
    >
      {children}
      <Arrow
        aria-hidden
        className={cn(
          "size-3.5",
          order === "none" && "opacity-0 group-hover:opacity-60 group-focus-visible:opacity-60",
        )}
      />
    </button>
  );
}

/** The order of one column under a sort that may be of another. */
export function orderOf(sort: { readonly desc: boolean } | null): SortOrder {
  if (sort === null) return "none";
  return sort.desc ? "descending" : "ascending";
}
