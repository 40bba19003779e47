import { Badge } from "#components/ui/badge.tsx";
import type { AccessRequest } from "#lib/access-requests/contract.ts";

const STATES = {
  open: { kind: "warn", label: "Waiting" },
  approved: { kind: "good", label: "Approved" },
  declined: { kind: "neutral", label: "Declined" },
} as const;

export function RequestState({ state }: { readonly state: AccessRequest["state"] }) {
  const { kind, label } = STATES[state];
  return <Badge kind={kind}>{label}</Badge>;
}
