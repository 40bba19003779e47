"use client";

import type { ReactNode } from "react";
import { cn } from "#components/ui/cn.ts";
import { orderOf, SortButton } from "#components/ui/sort-button.tsx";

export type Column<Row> = {
  readonly id: string;
  readonly header: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: "left" | "right";
  readonly sortable?: boolean;
  /** Hidden below this width of the window. */
  readonly from?: "sm" | "md" | "lg" | "xl";
  readonly className?: string;
};

type Sort = { readonly id: string; readonly desc: boolean };

type DataTableProps<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly caption: string;
  readonly sort?: Sort | null;
  readonly onSort?: (sort: Sort) => void;
  readonly dense?: boolean;
  readonly className?: string;
};

const FROM = {
  sm: "max-sm:hidden",
  md: "max-md:hidden",
  lg: "max-lg:hidden",
  xl: "max-xl:hidden",
} as const;

function place<Row>(column: Column<Row>): string {
  return cn(
    column.align === "right" ? "whitespace-nowrap text-right tabular-nums" : "text-left",
    column.from !== undefined && FROM[column.from],
    column.className,
  );
}

/** Rows of things (not of an answer): sticky head, hover, sortable heads, columns that yield on small screens. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, caption, sort = null, onSort, dense = false, className } = props;
  const height = dense ? "h-8" : "h-10";
  return (
    <div className={cn("overflow-x-auto", className)}>
      <table className="w-full border-collapse text-sm">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.id} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-t transition-colors hover:bg-surface-2">
              {columns.map((column) => (
                <td key={column.id} className={cn("px-3 py-1 first:pl-4 last:pr-4", height, place(column))}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

type HeadProps<Row> = {
  readonly column: Column<Row>;
  readonly sort: Sort | null;
  readonly onSort: ((sort: Sort) => void) | undefined;
};

function Head<Row>({ column, sort, onSort }: HeadProps<Row>) {
  const active = sort?.id === column.id ? sort : null;
  const classes = cn(
    "sticky top-0 z-10 h-9 whitespace-nowrap bg-surface px-3 font-medium text-text-2 text-xs first:pl-4 last:pr-4",
    place(column),
  );
  if (column.sortable !== true || onSort === undefined) {
    return (
      <th scope="col" className={classes}>
        {column.header}
      </th>
    );
  }
  return (
    <th scope="col" aria-sort={orderOf(active)} className={classes}>
      <SortButton
        order={orderOf(active)}
        end={column.align === "right"}
        onClick={() => {
          onSort({ id: column.id, desc: active !== null && !active.desc });
        }}
      >
        {column.header}
      </SortButton>
    </th>
  );
}
