"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type DialogProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: ReactNode;
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** Buttons, right-aligned; the main one last. */
  readonly footer?: ReactNode;
  readonly size?: "sm" | "md" | "lg";
};

const WIDTHS = { sm: "max-w-md", md: "max-w-xl", lg: "max-w-3xl" } as const;

export function Dialog({ open, onOpenChange, title, description, children, footer, size = "md" }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fade-in-0 fixed inset-0 z-40 animate-in bg-overlay duration-150" />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          className={cn(
            "fade-in-0 zoom-in-98 fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-2rem)] w-[calc(100vw-1.5rem)] -translate-x-1/2 -translate-y-1/2 animate-in flex-col rounded-xl border bg-surface shadow-raised duration-150 focus-visible:outline-none",
            WIDTHS[size],
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

/** The head of a dialog or drawer; must stand inside one. */
export function PanelHead({ title, description }: { readonly title: ReactNode; readonly description: ReactNode }) {
  return (
    <div className="flex items-start gap-4 border-b px-5 py-4">
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-semibold text-lg">{title}</Radix.Title>
        {description !== undefined && (
          <Radix.Description className="mt-0.5 text-sm text-text-2">{description}</Radix.Description>
        )}
      </div>
      <Radix.Close
        aria-label="Close"
        className="-mt-1 -mr-2 inline-flex size-8 items-center justify-center rounded-md text-text-3 hover:bg-surface-2 hover:text-text pointer-coarse:size-11"
      >
        <X aria-hidden className="size-4" />
      </Radix.Close>
    </div>
  );
}

export function PanelFoot({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3">{children}</div>;
}
