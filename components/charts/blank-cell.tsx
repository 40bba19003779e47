"use client";

import { blankWords } from "#components/charts/cell-text.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";
import type { BlankCode } from "#lib/semantic/answer.ts";

/** A missing number: hatched, or `<5`, with the reason on hover and focus. Never a zero. */
export function BlankCell({ code }: { readonly code: BlankCode | null }) {
  const { shown, text } = blankWords(code);
  return (
    <Tooltip content={text}>
      <button type="button" aria-label={text} className="cursor-default! rounded-sm align-middle text-text-2">
        {shown === "" ? <span aria-hidden className="hatch block h-2.5 w-4 rounded-[2px]" /> : shown}
      </button>
    </Tooltip>
  );
}
