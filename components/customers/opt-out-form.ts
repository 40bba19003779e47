import { RecordOptOutIn } from "#lib/customers/contract.ts";

export const CHANNELS = [
  { value: "email", label: "E-mail" },
  { value: "ticket", label: "Ticket" },
  { value: "call", label: "Call" },
  { value: "contract", label: "Contract" },
  { value: "other", label: "Other" },
] as const;

/** What is being typed; nothing in it is lost when the server refuses. */
export type OptOutDraft = {
  readonly level: "0" | "1" | "2";
  readonly effectiveOn: string;
  readonly requester: string;
  readonly channel: (typeof CHANNELS)[number]["value"];
  readonly ticket: string;
  readonly history: "hide" | "keep";
  readonly reason: string;
};

export function emptyDraft(today: string): OptOutDraft {
  return { level: "1", effectiveOn: today, requester: "", channel: "email", ticket: "", history: "hide", reason: "" };
}

const Body = RecordOptOutIn.omit({ ifMatch: true });
type Checked =
  | { readonly body: ReturnType<typeof Body.parse>; readonly faults: null }
  | { readonly body: null; readonly faults: Readonly<Partial<Record<string, string>>> };

/** The draft as the API takes it, or what is missing, by field: the same rules as the server's. */
export function checkDraft(draft: OptOutDraft, instanceNo: number): Checked {
  const ticket = draft.ticket.trim() === "" ? null : draft.ticket;
  const parsed = Body.safeParse({ ...draft, instanceNo, level: Number(draft.level), ticket });
  if (parsed.success) return { body: parsed.data, faults: null };
  const faults: Partial<Record<string, string>> = {};
  for (const issue of parsed.error.issues) faults[String(issue.path[0])] ??= issue.message;
  if (faults["effectiveOn"] !== undefined) faults["effectiveOn"] = "Choose the day from which it holds";
  return { body: null, faults };
}

/** What the choice about earlier days means, with the days in it. */
export function historyWords(history: "hide" | "keep", effectiveOn: string): string {
  return history === "hide"
    ? `Days before ${effectiveOn} disappear from every figure above this tier, once that day has come. Wanted in nearly every case.`
    : `Data stops on ${effectiveOn}; what was consented to before stays in past figures.`;
}
