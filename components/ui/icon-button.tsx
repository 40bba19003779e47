"use client";

import type { ComponentProps, ReactNode } from "react";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/cn.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";

type IconButtonProps = Omit<ComponentProps<typeof Button>, "children" | "asChild"> & {
  /** Said by screen readers and shown as a tooltip. */
  readonly label: string;
  readonly children: ReactNode;
};

export function IconButton({ label, variant = "ghost", size = "sm", className, children, ...rest }: IconButtonProps) {
  return (
    <Tooltip content={label}>
      <Button
        variant={variant}
        size={size}
        aria-label={label}
        className={cn("px-0 pointer-coarse:min-w-11", size === "md" ? "w-9" : "w-8", className)}
        {...rest}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
