"use client";

import type { ComponentProps } from "react";
import { cn } from "#components/ui/cn.ts";
import { CONTROL } from "#components/ui/input.tsx";

export function Textarea({ className, rows = 3, ...rest }: ComponentProps<"textarea">) {
  return <textarea rows={rows} className={cn(CONTROL, "h-auto resize-y py-2 leading-normal", className)} {...rest} />;
}
