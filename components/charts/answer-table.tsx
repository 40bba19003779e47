"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ComponentProps, useMemo, useState } from "react";
import { AnswerCell, cellClass } from "#components/charts/answer-cell.tsx";
import { AnswerHead } from "#components/charts/answer-head.tsx";
import { type TableLine, type TableSort, tableLines } from "#components/charts/prepare-table.ts";
import { cn } from "#components/ui/cn.ts";
import type { Answer, Cell } from "#lib/semantic/answer.ts";

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
  const lines = useMemo(() => tableLines(answer, order), [answer, order]);
  const virtual = lines.length > VIRTUAL_ABOVE;
  return (
    <div ref={setScroller} className="overflow-auto" {...scrolling(virtual, height)}>
      <table className="w-full border-separate border-spacing-0 text-sm" aria-rowcount={lines.length + 1}>
        <AnswerHead
          columns={answer.columns}
          sort={sorting.shown}
          onSort={sorting.set}
          asked={onSort !== undefined}
          kinds={kinds}
        />
        {virtual ? (
          <VirtualBody answer={answer} lines={lines} dense={dense} scroller={scroller} />
        ) : (
          <tbody>
            {lines.map((line) => (
              <Row key={line.row} answer={answer} line={line} dense={dense} />
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

type RowProps = { readonly answer: Answer; readonly line: TableLine; readonly dense: boolean };

function Row({ answer, line, dense }: RowProps) {
  const isSubtotal = line.depth !== null;
  return (
    <tr className={isSubtotal ? "bg-surface-2 font-semibold" : "hover:bg-surface-2"}>
      {answer.columns.map((column, index) => (
        <td key={column.key} className={cellClass(column, dense)}>
          {isSubtotal && index === line.depth && column.kind !== "measure" ? (
            "Subtotal"
          ) : isSubtotal && column.kind !== "measure" && index > line.depth ? null : (
            <AnswerCell
              answer={answer}
              row={line.row}
              index={index}
              column={column}
              value={line.cells[index] ?? null}
            />
          )}
        </td>
      ))}
    </tr>
  );
}

type VirtualBodyProps = {
  readonly answer: Answer;
  readonly lines: readonly TableLine[];
  readonly dense: boolean;
  /** The element that scrolls; null until it is drawn. */
  readonly scroller: HTMLDivElement | null;
};

function VirtualBody({ answer, lines, dense, scroller }: VirtualBodyProps) {
  const size = dense ? 28 : 32;
  const virtualizer = useVirtualizer({
    count: lines.length,
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
        const line = lines[index];
        return line === undefined ? null : <Row key={line.row} answer={answer} line={line} dense={dense} />;
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
            className={cn(cellClass(column, dense), "sticky bottom-0 border-t border-b-0 bg-surface font-semibold")}
          >
            {index === 0 && column.kind !== "measure" ? (
              "Total"
            ) : column.kind === "measure" ? (
              <AnswerCell answer={answer} row={-1} index={index} column={column} value={totals[index] ?? null} />
            ) : null}
          </td>
        ))}
      </tr>
    </tfoot>
  );
}
