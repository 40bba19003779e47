"use client";

import { Check, Search } from "lucide-react";
import { parseAsInteger, parseAsStringLiteral, useQueryState } from "nuqs";
import { useState } from "react";
import { CoverageBar } from "#components/coverage/coverage-mark.tsx";
import {
  countVisible,
  type FieldGroup,
  type ListedField,
  listFields,
  SHOWN,
} from "#components/customers/field-list.ts";
import { ENVIRONMENT_WORDS, LEVEL_WORDS } from "#components/customers/words.ts";
import { Badge } from "#components/ui/badge.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Input } from "#components/ui/input.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import { Select } from "#components/ui/select.tsx";
import type { CustomerDetail } from "#lib/customers/contract.ts";

const SHOWN_OPTIONS = [
  { value: "all", label: "All" },
  { value: "visible", label: "Visible" },
  { value: "hidden", label: "Not visible" },
] as const;

/** "What can I see, and why not the rest", field by field, for one instance. */
export function FieldAvailability({ detail }: { readonly detail: CustomerDetail }) {
  const [asked, setInstance] = useQueryState("instance", parseAsInteger);
  const [shown, setShown] = useQueryState("show", parseAsStringLiteral(SHOWN).withDefault("all"));
  const [text, setText] = useState("");
  const instance = detail.instances.find(({ instanceNo }) => instanceNo === asked) ?? detail.instances[0];
  if (instance === undefined) {
    return (
      <EmptyState title="No instance is linked" className="h-auto">
        Fields are seen instance by instance, and this account has none.
      </EmptyState>
    );
  }
  const { instanceNo } = instance;
  const groups = listFields(detail.fields, { instanceNo, text, shown });
  return (
    <div className="pt-4">
      <div className="mb-3 flex flex-wrap items-center gap-2">
        {detail.instances.length > 1 && (
          <InstanceChoice
            instances={detail.instances}
            chosen={instanceNo}
            onChange={(next) => {
              void setInstance(next);
            }}
          />
        )}
        <Input
          type="search"
          aria-label="Search fields"
          placeholder="Search fields"
          icon={<Search aria-hidden />}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
          }}
          className="w-full sm:w-64"
        />
        <Segmented
          label="Which fields"
          value={shown}
          options={SHOWN_OPTIONS}
          onChange={(next) => {
            void setShown(next);
          }}
        />
        <Count fields={detail.fields} instance={instance} />
      </div>
      <div className="tile overflow-hidden">
        {groups.length === 0 ? (
          <EmptyState title="No field matches">Try another word, or show all of them.</EmptyState>
        ) : (
          groups.map((group) => <Group key={group.name} group={group} />)
        )}
      </div>
    </div>
  );
}

type Instances = CustomerDetail["instances"];

type InstanceChoiceProps = {
  readonly instances: Instances;
  readonly chosen: number;
  readonly onChange: (instanceNo: number) => void;
};

function InstanceChoice({ instances, chosen, onChange }: InstanceChoiceProps) {
  return (
    <Select
      aria-label="Instance"
      value={String(chosen)}
      options={instances.map(({ instanceNo, name, environment }) => ({
        value: String(instanceNo),
        label: name,
        hint: ENVIRONMENT_WORDS[environment],
      }))}
      onChange={(next) => {
        onChange(Number(next));
      }}
    />
  );
}

type CountProps = { readonly fields: CustomerDetail["fields"]; readonly instance: Instances[number] };

function Count({ fields, instance }: CountProps) {
  const { visible, all } = countVisible(fields, instance.instanceNo);
  return (
    <p className="ml-auto flex items-center gap-2 text-sm text-text-2 tabular-nums" role="status">
      <CoverageBar covered={visible} eligible={all} />
      {visible} of {all} fields visible for {instance.name}
    </p>
  );
}

function Group({ group }: { readonly group: FieldGroup }) {
  return (
    <section className="not-first:border-t">
      <h3 className="bg-surface-2 px-4 py-1.5 font-medium text-text-2 text-xs">{group.name}</h3>
      <ul className="divide-y">
        {group.fields.map((listed) => (
          <Field key={listed.field.field} listed={listed} />
        ))}
      </ul>
    </section>
  );
}

function Field({ listed: { field, state } }: { readonly listed: ListedField }) {
  return (
    <li className="grid gap-x-6 gap-y-1 px-4 py-2.5 text-sm md:grid-cols-[minmax(0,5fr)_8rem_minmax(0,6fr)]">
      <div className="min-w-0">
        <p className="font-medium">{field.label}</p>
        <p className="text-text-2">{field.description}</p>
      </div>
      <p>
        <Badge>{LEVEL_WORDS[field.level]}</Badge>
      </p>
      <div className="flex min-w-0 items-start gap-2.5">
        {state.visible ? (
          <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-text" />
        ) : (
          <span aria-hidden className="hatch mt-1 h-3 w-4 shrink-0 rounded-[2px]" />
        )}
        <p className={state.visible ? "" : "text-text-2"}>{state.text}</p>
      </div>
    </li>
  );
}
