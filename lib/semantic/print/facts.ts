import type { Fact } from "#lib/semantic/plan.ts";
import type { PrintContext } from "#lib/semantic/print/context.ts";
import { derivedRelations, meanOverAccounts } from "#lib/semantic/print/derived.ts";
import { lastRelations, seenRelations } from "#lib/semantic/print/last.ts";
import { recordSeen, registrySum, seatsSeen } from "#lib/semantic/print/other.ts";
import { accountsSent, rowsRelations, rowsSent } from "#lib/semantic/print/rows.ts";
import type { Relation } from "#lib/semantic/print/text.ts";

/** The relations of a figure; the last one is called `fN`: period, groups, figures. */
export function factRelations(fact: Fact, context: PrintContext): Relation[] {
  if (fact.kind === "derived")
    return [...derivedRelations(fact, context, factRelations), meanOverAccounts(fact, context)];
  if (fact.kind === "last") return lastRelations(fact, context);
  if (fact.kind === "rows") return rowsRelations(fact, context);
  return [...keptRelations(fact, context), registrySum(fact, context)];
}

/** The relations up to `fN_seen`, with everybody who counts. */
export function keptRelations(fact: Fact, context: PrintContext): Relation[] {
  switch (fact.kind) {
    case "last":
      return seenRelations(fact, context);
    case "rows":
      return [fact.scan.keyedBy === "account" ? accountsSent(fact, context) : rowsSent(fact, context)];
    case "seats":
      return seatsSeen(fact, context);
    case "on_record":
      return [recordSeen(fact, context)];
    case "derived":
      return derivedRelations(fact, context, factRelations);
  }
}
