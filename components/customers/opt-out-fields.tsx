"use client";

import { CHANNELS, historyWords, type OptOutDraft } from "#components/customers/opt-out-form.ts";
import { cn } from "#components/ui/cn.ts";
import { Field } from "#components/ui/field.tsx";
import { Input } from "#components/ui/input.tsx";
import { Select } from "#components/ui/select.tsx";
import { Textarea } from "#components/ui/textarea.tsx";
import { TIER_LABELS } from "#lib/consent/model.ts";

type OptOutFieldsProps = {
  readonly draft: OptOutDraft;
  readonly faults: Readonly<Partial<Record<string, string>>>;
  readonly onChange: (draft: OptOutDraft) => void;
};

const LEVELS = [
  { value: "0", label: TIER_LABELS[0], hint: "Nothing at all" },
  { value: "1", label: TIER_LABELS[1], hint: "Billing, support, updates and security only" },
  { value: "2", label: TIER_LABELS[2], hint: "Aggregated data, no user-level events" },
] as const;

type Set = (part: Partial<OptOutDraft>) => void;

type PartProps = {
  readonly draft: OptOutDraft;
  readonly faults: OptOutFieldsProps["faults"];
  readonly set: Set;
};

export function OptOutFields({ draft, faults, onChange }: OptOutFieldsProps) {
  function set(part: Partial<OptOutDraft>) {
    onChange({ ...draft, ...part });
  }
  const part = { draft, faults, set };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <What {...part} />
      <Who {...part} />
      <HistoryChoice draft={draft} onChange={set} />
      <Field label="Reason" className="sm:col-span-2" error={faults["reason"] ?? null}>
        {(control) => (
          <Textarea
            {...control}
            value={draft.reason}
            placeholder="What they asked, in a few words"
            onChange={(event) => {
              set({ reason: event.target.value });
            }}
          />
        )}
      </Field>
    </div>
  );
}

function What({ draft, faults, set }: PartProps) {
  return (
    <>
      <Field label="At most they share" error={faults["level"] ?? null}>
        {(control) => (
          <Select
            {...control}
            className="w-full"
            value={draft.level}
            options={LEVELS}
            onChange={(level) => {
              set({ level });
            }}
          />
        )}
      </Field>
      <Field label="From" hint="A UTC day: the day it takes effect." error={faults["effectiveOn"] ?? null}>
        {(control) => (
          <Input
            {...control}
            type="date"
            value={draft.effectiveOn}
            onChange={(event) => {
              set({ effectiveOn: event.target.value });
            }}
          />
        )}
      </Field>
    </>
  );
}

function Who({ draft, faults, set }: PartProps) {
  return (
    <>
      <Field label="Asked for by" error={faults["requester"] ?? null}>
        {(control) => (
          <Input
            {...control}
            autoComplete="off"
            placeholder="Name and role"
            value={draft.requester}
            onChange={(event) => {
              set({ requester: event.target.value });
            }}
          />
        )}
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label="Channel">
          {(control) => (
            <Select
              {...control}
              className="w-full"
              value={draft.channel}
              options={CHANNELS}
              onChange={(channel) => {
                set({ channel });
              }}
            />
          )}
        </Field>
        <Field label="Ticket" optional error={faults["ticket"] ?? null}>
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              value={draft.ticket}
              onChange={(event) => {
                set({ ticket: event.target.value });
              }}
            />
          )}
        </Field>
      </div>
    </>
  );
}

type HistoryChoiceProps = {
  readonly draft: OptOutDraft;
  readonly onChange: (part: Partial<OptOutDraft>) => void;
};

function HistoryChoice({ draft, onChange }: HistoryChoiceProps) {
  return (
    <fieldset className="sm:col-span-2">
      <legend className="mb-1.5 font-medium text-sm">Days before</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {(["hide", "keep"] as const).map((history) => (
          <label
            key={history}
            className={cn(
              "flex cursor-pointer gap-2.5 rounded-lg border p-3 transition-colors hover:bg-surface-2",
              draft.history === history && "border-accent bg-accent-soft hover:bg-accent-soft",
            )}
          >
            <input
              type="radio"
              name="history"
              className="mt-0.5 size-4 shrink-0 accent-(--accent)"
              checked={draft.history === history}
              onChange={() => {
                onChange({ history });
              }}
            />
            <span>
              <span className="block font-medium text-sm">{history === "hide" ? "Hide them" : "Keep them"}</span>
              <span className="block text-text-2 text-xs">{historyWords(history, draft.effectiveOn)}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
