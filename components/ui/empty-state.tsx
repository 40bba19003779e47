import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

type EmptyStateProps = {
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** The title is the page's own heading, where nothing else is on the page. */
  readonly whole?: boolean;
  readonly className?: string;
};

/** Nothing here, why, and the way on. */
export function EmptyState({ title, children, action, whole = false, className }: EmptyStateProps) {
  const Title = whole ? "h1" : "p";
  return (
    <div className={cn("flex h-full flex-col items-center justify-center gap-1.5 px-6 py-10 text-center", className)}>
      <Title className="font-medium text-base">{title}</Title>
      {children !== undefined && <div className="max-w-md text-balance text-sm text-text-2">{children}</div>}
      {action !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
