"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { PanelFoot, PanelHead } from "#components/ui/dialog.tsx";

type DrawerProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  readonly side?: "left" | "right";
  readonly className?: string;
};

/** A panel over the page from its edge; the page stays in sight behind it. */
export function Drawer(props: DrawerProps) {
  const { open, onOpenChange, title, description, children, footer, side = "right", className } = props;
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in-0 fixed inset-0 z-40 animate-in bg-overlay duration-150" />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cn(
            "fixed inset-y-0 z-50 flex w-[min(100vw,30rem)] animate-in flex-col bg-surface shadow-raised duration-180 focus-visible:outline-none",
            side === "right"
              ? "slide-in-from-right-16 fade-in-0 right-0 border-l"
              : "slide-in-from-left-16 fade-in-0 left-0 border-r",
            className,
          )}
        >
          <PanelHead title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer !== undefined && <PanelFoot>{footer}</PanelFoot>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
