import type { CustomerDetail } from "#lib/customers/contract.ts";

export const SHOWN = ["all", "visible", "hidden"] as const;
export type Shown = (typeof SHOWN)[number];

type Field = CustomerDetail["fields"][number];
export type FieldState = Field["instances"][number];
export type ListedField = { readonly field: Field; readonly state: FieldState };
export type FieldGroup = { readonly name: string; readonly fields: readonly ListedField[] };

type Asked = { readonly instanceNo: number; readonly text: string; readonly shown: Shown };

/** The fields as one instance has them, in their groups, narrowed by what was asked. */
export function listFields(fields: readonly Field[], { instanceNo, text, shown }: Asked): readonly FieldGroup[] {
  const groups = new Map<string, ListedField[]>();
  for (const field of fields) {
    const state = field.instances.find((one) => one.instanceNo === instanceNo);
    if (state === undefined || !isShown(state, shown) || !holds(field, text)) continue;
    const group = groups.get(field.group);
    if (group === undefined) groups.set(field.group, [{ field, state }]);
    else group.push({ field, state });
  }
  return [...groups].map(([name, listed]) => ({ name, fields: listed }));
}

function isShown({ visible }: FieldState, shown: Shown): boolean {
  return shown === "all" || visible === (shown === "visible");
}

function holds(field: Field, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [field.label, field.field, field.description, field.group].some((one) => one.toLowerCase().includes(wanted));
}

/** How many of an instance's fields are visible. */
export function countVisible(fields: readonly Field[], instanceNo: number): { visible: number; all: number } {
  const states = fields.flatMap((field) => field.instances.filter((one) => one.instanceNo === instanceNo));
  return { visible: states.filter(({ visible }) => visible).length, all: states.length };
}
