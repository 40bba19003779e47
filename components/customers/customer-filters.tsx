"use client";

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { ListKey, RawSearch } from "#components/customers/list-search.ts";
import { HOSTING_WORDS, TYPE_WORDS } from "#components/customers/words.ts";
import { cn } from "#components/ui/cn.ts";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { ACCOUNT_TYPES, HOSTING_TYPES, TIERS } from "#lib/consent/model.ts";

type Change = (part: Readonly<Partial<Record<ListKey, string | null>>>) => void;

type CustomerFiltersProps = {
  readonly raw: RawSearch;
  readonly search: Readonly<Record<string, string>>;
  /** How many there are per tier under the other filters; null while unknown. */
  readonly tiers: readonly number[] | null;
  readonly onChange: Change;
};

const ANY = "any";
const TYPE_OPTIONS = ACCOUNT_TYPES.map((type) => ({ value: type, label: TYPE_WORDS[type] }));
const HOSTING_OPTIONS = [
  { value: ANY, label: "Any hosting" },
  ...HOSTING_TYPES.map((hosting) => ({ value: hosting, label: HOSTING_WORDS[hosting] })),
];

export function CustomerFilters({ raw, search, tiers, onChange }: CustomerFiltersProps) {
  return (
    <div className="mb-4 flex flex-wrap items-center gap-2">
      <SearchField text={raw.q ?? ""} onChange={onChange} />
      <Select
        aria-label="Kind of account"
        value={search["type"] ?? "customer"}
        options={TYPE_OPTIONS}
        onChange={(type) => {
          onChange({ type: type === "customer" ? null : type });
        }}
      />
      <Select
        aria-label="Hosting"
        value={search["hosting"] ?? ANY}
        options={HOSTING_OPTIONS}
        onChange={(hosting) => {
          onChange({ hosting: hosting === ANY ? null : hosting });
        }}
      />
      <TierChoice chosen={search["tier"] ?? null} tiers={tiers} onChange={onChange} />
    </div>
  );
}

const PAUSE_MS = 200;

/** Typed text goes into the address when the typing pauses. */
function SearchField({ text, onChange }: { readonly text: string; readonly onChange: Change }) {
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [known, setKnown] = useState(text);
  if (known !== text) {
    setKnown(text);
    setTyped(text);
  }
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  function type(next: string) {
    setTyped(next);
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setKnown(next);
      onChange({ q: next === "" ? null : next });
    }, PAUSE_MS);
  }
  return (
    <Input
      type="search"
      aria-label="Search customers"
      placeholder="Search by name"
      icon={<Search aria-hidden />}
      value={typed}
      onChange={(event) => {
        type(event.target.value);
      }}
      className="w-full sm:w-72"
    />
  );
}

const SHORT = ["None", "Critical", "Full", "User-level"] as const;

type TierChoiceProps = {
  readonly chosen: string | null;
  readonly tiers: readonly number[] | null;
  readonly onChange: Change;
};

function TierChoice({ chosen, tiers, onChange }: TierChoiceProps) {
  return (
    <div role="group" aria-label="Tier" className="flex flex-wrap gap-2">
      {[...TIERS].reverse().map((tier) => {
        const on = chosen === String(tier);
        return (
          <button
            key={tier}
            type="button"
            aria-pressed={on}
            onClick={() => {
              onChange({ tier: on ? null : String(tier) });
            }}
            className={cn(
              "inline-flex h-9 items-center gap-1.5 rounded-md border border-control/60 bg-surface px-2.5 text-sm text-text-2 transition-colors hover:bg-surface-2 pointer-coarse:h-11",
              on && "border-accent bg-accent-soft text-accent hover:bg-accent-soft",
            )}
          >
            {SHORT[tier]}
            {tiers !== null && (
              <span className="text-xs tabular-nums opacity-90">{tiers[tier]?.toLocaleString("en-GB")}</span>
            )}
          </button>
        );
      })}
    </div>
  );
}
