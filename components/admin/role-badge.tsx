import { Badge } from "#components/ui/badge.tsx";
import { ROLE_LABELS } from "#lib/access/model.ts";
import type { Role } from "#lib/access/permission.ts";

export function RoleBadge({ role }: { readonly role: Role }) {
  return <Badge kind={role === "viewer" ? "neutral" : "accent"}>{ROLE_LABELS[role]}</Badge>;
}
