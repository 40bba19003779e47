import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

const KINDS = {
  neutral: "border-hairline bg-surface-2 text-text-2",
  accent: "border-transparent bg-accent-soft text-accent",
  good: "border-transparent bg-good-soft text-good",
  warn: "border-transparent bg-warn-soft text-warn",
  bad: "border-transparent bg-bad-soft text-bad",
} as const;

type BadgeProps = {
  readonly kind?: keyof typeof KINDS;
  readonly children: ReactNode;
  readonly className?: string;
  readonly title?: string;
};

/** A short fact about the thing beside it; never something to press. */
export function Badge({ kind = "neutral", children, className, ...rest }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 shrink-0 items-center gap-1 whitespace-nowrap rounded border px-1.5 font-medium text-xs [&_svg]:size-3",
        KINDS[kind],
        className,
      )}
      {...rest}
    >
      {children}
    </span>
  );
}
