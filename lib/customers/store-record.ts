import { narrowsTo } from "#lib/consent/narrowing.ts";
import type { RegistryRows, TermRow } from "#lib/customers/model.ts";
import { instanceOrNull, type Names, need, SPAN, span } from "#lib/customers/store-names.ts";
import type { Tx } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { insertRows } from "#lib/db/insert.ts";

const LOADED = "Loaded from the registry folder";

const CHANGE_COLUMNS = {
  id: "text",
  kind: "change_kind",
  account_id: "text",
  instance_no: "int",
  level: "smallint",
  ...SPAN,
  history: "history_rule",
  reason: "text",
  actor: "text",
} as const;

/** Terms with their entries in the log; one that takes back what was agreed before it hides the past. */
export async function writeTerms(tx: Tx, rows: RegistryRows, names: Names, actor: string): Promise<void> {
  const terms = rows.terms.map((row) => ({ ...row, changeId: newId("chg"), ...scopeOf(row, names) }));
  const byAccount = Map.groupBy(terms, (term) => term.accountId);
  const changes = terms.map((term) => {
    const narrowed = narrowsTo(term, byAccount.get(term.accountId) ?? []);
    return {
      id: term.changeId,
      kind: narrowed === null ? "term" : "narrowing",
      account_id: term.accountId,
      instance_no: term.instanceNo,
      level: narrowed ?? term.level,
      ...span(term),
      history: narrowed === null ? "keep" : "hide",
      reason: term.document === null ? LOADED : `${LOADED}: ${term.document}`,
      actor,
    };
  });
  await insertRows(tx, "consent_change", CHANGE_COLUMNS, changes);
  await insertRows(
    tx,
    "consent_term",
    {
      id: "text",
      account_id: "text",
      instance_no: "int",
      level: "smallint",
      basis: "consent_basis",
      document: "text",
      signed_on: "date",
      ...SPAN,
      carve_out: "boolean",
      crm_value: "crm_value",
      recorded_by: "text",
      change_id: "text",
    },
    terms.map((term) => ({
      id: newId("term"),
      account_id: term.accountId,
      instance_no: term.instanceNo,
      level: term.level,
      basis: term.basis,
      document: term.document,
      signed_on: term.signedOn,
      ...span(term),
      carve_out: term.carveOut,
      crm_value: term.crmValue,
      recorded_by: actor,
      change_id: term.changeId,
    })),
  );
}

function scopeOf(row: TermRow, names: Names): { accountId: string; instanceNo: number | null } {
  return { accountId: need(names.accounts, row.accountRef), instanceNo: instanceOrNull(names, row.siteId) };
}

/** Opt-outs with their entries in the log. */
export async function writeOptOuts(tx: Tx, rows: RegistryRows, { instances }: Names, actor: string): Promise<void> {
  const optOuts = rows.optOuts.map((row) => ({
    change_id: newId("chg"),
    instance_no: need(instances, row.siteId),
    level: row.level,
    effective_on: row.effectiveOn,
    ends_on: row.endsOn,
    history: row.history,
    requester: row.requester,
    channel: row.channel,
    ticket: row.ticket,
    reason: row.reason,
    approver: row.approver,
    recorded_by: actor,
  }));
  const changes = optOuts.map(({ change_id, instance_no, level, effective_on, ends_on, history, reason }) => ({
    ...{ id: change_id, kind: "opt_out", account_id: null, instance_no, level, history, reason, actor },
    ...span({ from: effective_on, to: ends_on }),
  }));
  await insertRows(tx, "consent_change", CHANGE_COLUMNS, changes);
  await insertRows(
    tx,
    "instance_opt_out",
    {
      id: "text",
      change_id: "text",
      instance_no: "int",
      level: "smallint",
      effective_on: "date",
      ends_on: "date",
      history: "history_rule",
      requester: "text",
      channel: "text",
      ticket: "text",
      reason: "text",
      approver: "text",
      recorded_by: "text",
    },
    optOuts.map((row) => ({ id: newId("opt"), ...row })),
  );
}
