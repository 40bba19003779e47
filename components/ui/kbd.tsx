import type { ReactNode } from "react";

export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded border border-control/50 bg-surface px-1 font-sans text-text-3 text-xs">
      {children}
    </kbd>
  );
}
