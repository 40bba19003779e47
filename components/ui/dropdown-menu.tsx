"use client";

import { DropdownMenu as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type MenuProps = {
  /** One element that takes a ref, such as IconButton. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
  readonly align?: "start" | "center" | "end";
  readonly className?: string;
};

export function DropdownMenu({ trigger, children, align = "end", className }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            "fade-in-0 zoom-in-98 z-50 min-w-48 max-w-80 animate-in rounded-lg border bg-surface p-1 shadow-raised duration-120",
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const ITEM =
  "flex min-h-8 select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-surface-2 pointer-coarse:min-h-11 [&_svg]:size-4 [&_svg]:text-text-3";

type ItemProps = {
  readonly onSelect?: () => void;
  readonly icon?: ReactNode;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** Renders the child (a link) as the item. */
  readonly asChild?: boolean;
  readonly children: ReactNode;
};

export function DropdownMenuItem({
  onSelect,
  icon,
  danger = false,
  disabled = false,
  asChild = false,
  children,
}: ItemProps) {
  const handler = onSelect === undefined ? {} : { onSelect };
  return (
    <Radix.Item
      asChild={asChild}
      disabled={disabled}
      className={cn(ITEM, danger && "text-bad [&_svg]:text-bad")}
      {...handler}
    >
      {asChild ? (
        children
      ) : (
        <>
          {icon}
          {children}
        </>
      )}
    </Radix.Item>
  );
}

export function DropdownMenuLabel({ children }: { readonly children: ReactNode }) {
  return <Radix.Label className="px-2.5 pt-2 pb-1 text-text-3 text-xs">{children}</Radix.Label>;
}

export function DropdownMenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-hairline" />;
}
