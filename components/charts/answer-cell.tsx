"use client";

import { BlankCell } from "#components/charts/blank-cell.tsx";
import { explainBlank } from "#components/charts/blank-words.ts";
import { cellText } from "#components/charts/cell-text.ts";
import { changeText } from "#components/charts/number-format.ts";
import { cn } from "#components/ui/cn.ts";
import type { Answer, AnswerColumn, Cell } from "#lib/semantic/answer.ts";

export function cellClass(column: AnswerColumn, dense: boolean): string {
  return cn(
    "border-b px-3 py-0",
    dense ? "h-7" : "h-8",
    column.kind === "measure" ? "text-right tabular-nums" : "max-w-80 truncate text-left",
    column.kind === "time" && "whitespace-nowrap tabular-nums",
    column.role === "compared" && "text-text-2",
    column.rowTotal && "font-semibold",
  );
}

type AnswerCellProps = {
  readonly answer: Answer;
  /** As blanks count it: -1 for the total, -2 - n for the subtotal n. */
  readonly row: number;
  readonly index: number;
  readonly column: AnswerColumn;
  readonly value: Cell;
};

/** What stands in a cell: text, a number, a change with its direction, or why there is none. */
export function AnswerCell({ answer, row, index, column, value }: AnswerCellProps) {
  if (column.kind === "measure" && value === null) {
    const isBlank = answer.blanks.some((blank) => blank.row === row && blank.column === index);
    return isBlank ? <BlankCell why={explainBlank(answer, row, index)} /> : null;
  }
  if (column.role === "change" && typeof value === "number")
    return <Change answer={answer} column={column} value={value} />;
  return cellText(value, column);
}

type ChangeProps = { readonly answer: Answer; readonly column: AnswerColumn; readonly value: number };

function Change({ answer, column, value }: ChangeProps) {
  const isRate = answer.columns.find(({ key }) => key === column.of)?.format === "percent";
  const direction = value > 0 ? "up" : "down";
  const tone = value === 0 || column.better === "neither" ? "" : direction === column.better ? "text-good" : "text-bad";
  return (
    <span className={tone}>
      {value !== 0 && <span aria-hidden>{value > 0 ? "▲ " : "▼ "}</span>}
      {changeText(value, isRate)}
    </span>
  );
}
