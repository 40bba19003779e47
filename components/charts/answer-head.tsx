"use client";

import { pivotText } from "#components/charts/cell-text.ts";
import { pivotSpans, sortFieldOf, type TableSort } from "#components/charts/prepare-table.ts";
import { cn } from "#components/ui/cn.ts";
import { orderOf, SortButton } from "#components/ui/sort-button.tsx";
import type { AnswerColumn } from "#lib/semantic/answer.ts";

type AnswerHeadProps = {
  readonly columns: readonly AnswerColumn[];
  readonly sort: TableSort | null;
  readonly onSort: (sort: TableSort) => void;
  /** The asker sorts, and can only by fields: not by what is worked out from the rows. */
  readonly asked: boolean;
  readonly kinds: boolean;
};

/** The names of the columns, with the values of the pivots above those that they are for. */
export function AnswerHead({ columns, ...props }: AnswerHeadProps) {
  const spans = pivotSpans(columns);
  return (
    <thead>
      {spans.length > 0 && (
        <tr>
          {spans.map(({ key, pivot, rowTotal, count }) => (
            <th
              key={key}
              scope="colgroup"
              colSpan={count}
              className="sticky top-0 z-10 h-8 whitespace-nowrap border-b bg-surface px-3 text-right font-semibold text-sm first:text-left"
            >
              {pivot !== null ? pivotText(pivot) : rowTotal ? "Total" : ""}
            </th>
          ))}
        </tr>
      )}
      <tr>
        {columns.map((column) => (
          <Head key={column.key} column={column} below={spans.length > 0} {...props} />
        ))}
      </tr>
    </thead>
  );
}

type HeadProps = Omit<AnswerHeadProps, "columns"> & { readonly column: AnswerColumn; readonly below: boolean };

function Head({ column, sort, onSort, asked, kinds, below }: HeadProps) {
  const field = sortFieldOf(column, asked);
  const active = field !== null && sort?.field === field ? sort : null;
  const numeric = column.kind === "measure";
  return (
    <th
      scope="col"
      aria-sort={orderOf(active)}
      title={column.description === "" ? undefined : column.description}
      className={cn(
        "sticky z-10 h-9 whitespace-nowrap border-b bg-surface px-3 font-medium text-text-2 text-xs",
        below ? "top-8" : "top-0",
        numeric ? "text-right" : "text-left",
        kinds && "border-b-2",
        kinds && kindBorder(column),
      )}
    >
      {field === null ? (
        <span className="inline-flex h-8 items-center">{column.label}</span>
      ) : (
        <SortButton
          order={orderOf(active)}
          end={numeric}
          onClick={() => {
            onSort({ field, desc: active === null ? numeric : !active.desc });
          }}
        >
          {column.label}
        </SortButton>
      )}
    </th>
  );
}

/** Blue for what breaks down, orange for what is measured, green for what is worked out from the rows. */
function kindBorder({ kind, role }: AnswerColumn): string {
  if (kind !== "measure") return "border-b-series-1";
  return role === "calc" || role === "change" ? "border-b-series-3" : "border-b-series-2";
}
