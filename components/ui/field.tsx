"use client";

import { type ReactNode, useId } from "react";
import { cn } from "#components/ui/cn.ts";

/** What the control must carry, so that label, hint and error belong to it. */
type ControlProps = { readonly id: string; readonly "aria-describedby": string; readonly "aria-invalid": boolean };

type FieldProps = {
  readonly label: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | null;
  readonly optional?: boolean;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
};

/** A label above, a control, then its hint or what is wrong with it. */
export function Field({ label, hint, error = null, optional = false, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  return (
    <div className={cn("flex flex-col gap-1.5", className)}>
      <label htmlFor={id} className="font-medium text-sm">
        {label}
        {optional && <span className="ml-1.5 font-normal text-text-3">optional</span>}
      </label>
      {children({ id, "aria-describedby": noteId, "aria-invalid": error !== null })}
      <p id={noteId} className={cn("text-xs empty:hidden", error === null ? "text-text-2" : "text-bad")}>
        {error ?? hint}
      </p>
    </div>
  );
}
