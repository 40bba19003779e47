"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ComponentProps, useMemo, useState } from "react";
import { BlankCell } from "#components/charts/blank-cell.tsx";
import { cellText } from "#components/charts/cell-text.ts";
import { sortRows, type TableSort } from "#components/charts/prepare-table.ts";
import { cn } from "#components/ui/cn.ts";
import { orderOf, SortButton } from "#components/ui/sort-button.tsx";
import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";

type AnswerTableProps = {
  readonly answer: Answer;
  /** With `onSort`, the asker sorts; without, the table sorts what it holds. */
  readonly sort?: TableSort | null;
  readonly onSort?: (sort: TableSort) => void;
  readonly dense?: boolean;
  /** Marks dimensions and measures in the head, for Explore. */
  readonly kinds?: boolean;
  /** Height of the scrolling area; without it the table is as long as its rows. */
  readonly height?: number;
};

const VIRTUAL_ABOVE = 100;
const VIRTUAL_HEIGHT = 480;

/** The rows of an answer, exact; an empty cell says why. */
export function AnswerTable({ answer, sort = null, onSort, dense = false, kinds = false, height }: AnswerTableProps) {
  const [own, setOwn] = useState<TableSort | null>(null);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const sorting =
    onSort === undefined ? { shown: own, order: own, set: setOwn } : { shown: sort, order: null, set: onSort };
  const { order } = sorting;
  const rows = useMemo(() => sortRows(answer, order), [answer, order]);
  const virtual = rows.length > VIRTUAL_ABOVE;
  return (
    <div ref={setScroller} className="overflow-auto" {...scrolling(virtual, height)}>
      <table className="w-full border-separate border-spacing-0 text-sm" aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            {answer.columns.map((column) => (
              <Head key={column.key} column={column} sort={sorting.shown} onSort={sorting.set} kinds={kinds} />
            ))}
          </tr>
        </thead>
        {virtual ? (
          <VirtualBody answer={answer} rows={rows} dense={dense} scroller={scroller} />
        ) : (
          <tbody>
            {rows.map((row) => (
              <Row key={row} answer={answer} row={row} dense={dense} />
            ))}
          </tbody>
        )}
        {answer.totals !== null && <Totals answer={answer} totals={answer.totals} dense={dense} />}
      </table>
    </div>
  );
}

/** What scrolls must be reachable by the keyboard. */
function scrolling(virtual: boolean, height: number | undefined): ComponentProps<"div"> {
  if (height === undefined && !virtual) return {};
  return { tabIndex: 0, role: "region", "aria-label": "Rows", style: { maxHeight: height ?? VIRTUAL_HEIGHT } };
}

type HeadProps = {
  readonly column: AnswerColumn;
  readonly sort: TableSort | null;
  readonly onSort: (sort: TableSort) => void;
  readonly kinds: boolean;
};

function Head({ column, sort, onSort, kinds }: HeadProps) {
  const active = sort?.field === column.id ? sort : null;
  const numeric = column.kind === "measure";
  return (
    <th
      scope="col"
      aria-sort={orderOf(active)}
      title={column.description === "" ? undefined : column.description}
      className={cn(
        "sticky top-0 z-10 h-9 whitespace-nowrap border-b bg-surface px-3 font-medium text-text-2 text-xs",
        numeric ? "text-right" : "text-left",
        kinds && (numeric ? "border-b-2 border-b-series-2" : "border-b-2 border-b-series-1"),
      )}
    >
      <SortButton
        order={orderOf(active)}
        end={numeric}
        onClick={() => {
          onSort({ field: column.id, desc: active === null ? numeric : !active.desc });
        }}
      >
        {column.label}
      </SortButton>
    </th>
  );
}

type RowProps = { readonly answer: Answer; readonly row: number; readonly dense: boolean };

function Row({ answer, row, dense }: RowProps) {
  return (
    <tr className="hover:bg-surface-2">
      {answer.columns.map((column, index) => (
        <td key={column.key} className={cell(column, dense)}>
          <Content answer={answer} row={row} index={index} column={column} value={answer.rows[row]?.[index] ?? null} />
        </td>
      ))}
    </tr>
  );
}

function cell(column: AnswerColumn, dense: boolean): string {
  return cn(
    "border-b px-3 py-0",
    dense ? "h-7" : "h-8",
    column.kind === "measure" ? "text-right tabular-nums" : "max-w-80 truncate text-left",
    column.kind === "time" && "whitespace-nowrap tabular-nums",
  );
}

type ContentProps = {
  readonly answer: Answer;
  readonly row: number;
  readonly index: number;
  readonly column: AnswerColumn;
  readonly value: Cell;
};

function Content({ answer, row, index, column, value }: ContentProps) {
  if (column.kind !== "measure" || value !== null) return cellText(value, column);
  const code = answer.blanks.find((blank) => blank.row === row && blank.column === index)?.code ?? null;
  return <BlankCell code={code} />;
}

type VirtualBodyProps = {
  readonly answer: Answer;
  readonly rows: readonly number[];
  readonly dense: boolean;
  /** The element that scrolls; null until it is drawn. */
  readonly scroller: HTMLDivElement | null;
};

function VirtualBody({ answer, rows, dense, scroller }: VirtualBodyProps) {
  const size = dense ? 28 : 32;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller,
    estimateSize: () => size,
    overscan: 12,
  });
  const items = virtualizer.getVirtualItems();
  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <tbody>
      {before > 0 && <Spacer height={before} />}
      {items.map(({ index }) => {
        const row = rows[index];
        return row === undefined ? null : <Row key={row} answer={answer} row={row} dense={dense} />;
      })}
      {after > 0 && <Spacer height={after} />}
    </tbody>
  );
}

function Spacer({ height }: { readonly height: number }) {
  return (
    <tr aria-hidden>
      <td style={{ height }} />
    </tr>
  );
}

type TotalsProps = { readonly answer: Answer; readonly totals: readonly Cell[]; readonly dense: boolean };

function Totals({ answer, totals, dense }: TotalsProps) {
  return (
    <tfoot>
      <tr>
        {answer.columns.map((column, index) => (
          <td
            key={column.key}
            className={cn(cell(column, dense), "sticky bottom-0 border-t border-b-0 bg-surface font-semibold")}
          >
            {index === 0 && column.kind !== "measure" ? (
              "Total"
            ) : column.kind === "measure" ? (
              <Content answer={answer} row={-1} index={index} column={column} value={totals[index] ?? null} />
            ) : null}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
