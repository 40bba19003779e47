import { BadgeCheck } from "lucide-react";
import { Badge } from "#components/ui/badge.tsx";
import type { Look } from "#lib/looks/contract.ts";

/** Somebody who answers for definitions has looked at it. */
export function CertifiedBadge({ certified }: { readonly certified: Look["certified"] }) {
  if (certified === null) return null;
  return (
    <Badge kind="good" title={`Certified by ${certified.by} on ${certified.on}`}>
      <BadgeCheck aria-hidden />
      Certified
    </Badge>
  );
}
