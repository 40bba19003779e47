import { cn } from "#components/ui/cn.ts";

/** The coverage mark bent into a C: three quarters solid, the last one hatched. */
export function LogoMark({ className }: { readonly className?: string }) {
  return (
    <svg viewBox="0 0 32 32" fill="none" aria-hidden="true" className={cn("size-5 text-accent", className)}>
      <path
        d="M25.3 7.7A12.5 12.5 0 1 0 25.3 24.3"
        pathLength={100}
        stroke="currentColor"
        strokeWidth={7}
        strokeDasharray="73 4.5 4.5 4.5 4.5 4.5 4.5 200"
      />
    </svg>
  );
}
