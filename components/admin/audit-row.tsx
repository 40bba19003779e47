import { ChevronRight } from "lucide-react";
import { changesOf, valueText } from "#components/admin/audit-changes.ts";
import { whenText } from "#components/admin/when.ts";
import { Badge } from "#components/ui/badge.tsx";
import type { AuditRow } from "#lib/audit/contract.ts";

/** One change; opens to what was before and what is after. */
export function AuditRowView({ row }: { readonly row: AuditRow }) {
  return (
    <li>
      <details className="group">
        <summary className="flex min-h-10 cursor-pointer list-none gap-3 px-4 py-2 transition-colors hover:bg-surface-2 focus-visible:-outline-offset-2">
          <ChevronRight
            aria-hidden
            className="mt-1 size-3.5 shrink-0 text-text-3 transition-transform group-open:rotate-90"
          />
          <span className="grid min-w-0 flex-1 items-baseline gap-x-4 gap-y-1 lg:grid-cols-[10rem_9.5rem_minmax(0,5fr)_minmax(0,6fr)_minmax(0,5fr)]">
            <span className="flex flex-wrap items-baseline gap-x-3 gap-y-1 lg:contents">
              <time dateTime={row.at} className="text-text-2 text-xs tabular-nums">
                {whenText(row.at)}
              </time>
              <span>
                <Badge className="font-mono">{row.action}</Badge>
              </span>
            </span>
            <span className="min-w-0 break-words font-medium text-sm">{row.target.label}</span>
            <span className="min-w-0 break-words text-sm text-text-2 empty:hidden lg:empty:block">{row.reason}</span>
            <span className="min-w-0 break-words text-text-2 text-xs lg:text-right">by {row.actor}</span>
          </span>
        </summary>
        <Changes row={row} />
      </details>
    </li>
  );
}

function Changes({ row }: { readonly row: AuditRow }) {
  const changes = changesOf(row.before, row.after);
  return (
    <div className="overflow-x-auto bg-surface-2 px-4 pt-2 pb-3 md:pl-10.5">
      {changes.length > 0 && (
        <table className="text-sm">
          <thead>
            <tr className="text-left text-text-2 text-xs">
              <th scope="col" className="py-1 pr-6 font-medium">
                What
              </th>
              <th scope="col" className="py-1 pr-6 font-medium">
                Before
              </th>
              <th scope="col" className="py-1 font-medium">
                After
              </th>
            </tr>
          </thead>
          <tbody className="align-top">
            {changes.map(({ key, before, after }) => (
              <tr key={key}>
                <th scope="row" className="py-0.5 pr-6 text-left font-normal text-text-2">
                  {key}
                </th>
                <td className="max-w-sm break-words py-0.5 pr-6">{valueText(before)}</td>
                <td className="max-w-sm break-words py-0.5 font-medium">{valueText(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="mt-2 text-text-3 text-xs">
        Row {row.seq} · {row.target.type} <code className="select-all font-mono">{row.target.id}</code>
      </p>
    </div>
  );
}
