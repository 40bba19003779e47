"use client";

import type { ComponentProps, ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

export const CONTROL =
  "h-9 w-full min-w-0 rounded-md border border-control bg-surface px-3 text-base text-text transition-colors placeholder:text-text-3 hover:border-text-3 focus-visible:outline-offset-0 disabled:opacity-50 aria-invalid:border-bad pointer-coarse:h-11";

type InputProps = ComponentProps<"input"> & {
  /** An icon inside the field, at its start. */
  readonly icon?: ReactNode;
};

export function Input({ className, icon, type = "text", ...rest }: InputProps) {
  if (icon === undefined) return <input type={type} className={cn(CONTROL, className)} {...rest} />;
  return (
    <span className={cn("relative block w-full", className)}>
      <span
        aria-hidden
        className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-text-3 [&_svg]:size-4"
      >
        {icon}
      </span>
      <input type={type} className={cn(CONTROL, "pl-8.5")} {...rest} />
    </span>
  );
}
