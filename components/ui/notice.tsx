import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";

const KINDS = {
  info: { box: "border-hairline bg-surface-2 text-text-2", icon: Info, tint: "text-text-3" },
  warn: { box: "border-warn/30 bg-warn-soft text-text", icon: TriangleAlert, tint: "text-warn" },
  bad: { box: "border-bad/30 bg-bad-soft text-text", icon: CircleAlert, tint: "text-bad" },
} as const;

type NoticeProps = {
  readonly kind: keyof typeof KINDS;
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly className?: string;
};

/** One sentence that the reader needs beside what they are doing. */
export function Notice({ kind, children, action, className }: NoticeProps) {
  const { box, icon: Icon, tint } = KINDS[kind];
  return (
    <div
      role={kind === "bad" ? "alert" : "status"}
      className={cn("flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border px-3 py-2 text-sm", box, className)}
    >
      <span className="flex min-w-0 flex-1 items-start gap-2.5">
        <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", tint)} />
        <span className="min-w-0 flex-1">{children}</span>
      </span>
      {action}
    </div>
  );
}
