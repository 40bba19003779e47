"use client";

import { cva, type VariantProps } from "class-variance-authority";
import { LoaderCircle } from "lucide-react";
import { Slot } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

const look = cva(
  "inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium text-sm transition-colors duration-150 disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "border-transparent bg-accent text-on-accent hover:bg-accent/90",
        secondary: "border-control/60 bg-surface text-text hover:bg-surface-2",
        ghost: "border-transparent text-text-2 hover:bg-surface-3/70 hover:text-text",
        danger: "border-transparent bg-bad text-on-bad hover:bg-bad/90",
      },
      size: { sm: "h-8 px-2.5", md: "h-9 px-3.5" },
    },
    defaultVariants: { variant: "secondary", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof look> & {
    /** Shows progress and refuses a second press. */
    readonly busy?: boolean;
    /** Lends the look to the child, e.g. a link. */
    readonly asChild?: boolean;
    readonly children?: ReactNode;
  };

export function Button({ variant, size, busy = false, asChild = false, className, ...rest }: ButtonProps) {
  const classes = cn(look({ variant, size }), className);
  if (asChild) return <Slot.Root className={classes} {...rest} />;
  return <PlainButton busy={busy} className={classes} {...rest} />;
}

function PlainButton({ busy, children, disabled, type = "button", ...rest }: ButtonProps) {
  return (
    <button type={type} disabled={disabled === true || busy === true} aria-busy={busy} {...rest}>
      {busy === true && <LoaderCircle aria-hidden className="animate-spin" />}
      {children}
    </button>
  );
}
