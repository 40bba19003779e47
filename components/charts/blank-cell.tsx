"use client";

import type { Explained } from "#components/charts/blank-words.ts";
import { Tooltip } from "#components/ui/tooltip.tsx";

/** A missing number: hatched, or `<5`, with the reason, the step and since when on hover and focus. Never a zero. */
export function BlankCell({ why }: { readonly why: Explained }) {
  const { shown, kind, text, step, since } = why;
  const words = [`${kind}: ${text}`, step, since ?? ""].filter((one) => one !== "").join(" ");
  return (
    <Tooltip content={<Words why={why} />}>
      <button type="button" aria-label={words} className="cursor-default! rounded-sm align-middle text-text-2">
        {shown === "" ? <span aria-hidden className="hatch block h-2.5 w-4 rounded-[2px]" /> : shown}
      </button>
    </Tooltip>
  );
}

function Words({ why: { kind, text, step, since } }: { readonly why: Explained }) {
  return (
    <div className="space-y-1 text-left">
      <p>
        <span className="font-semibold">{kind}.</span> {text}
      </p>
      <p>{step}</p>
      {since !== null && <p className="tabular-nums">{since}</p>}
    </div>
  );
}
