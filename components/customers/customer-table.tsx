import Link from "next/link";
import { TierMark } from "#components/coverage/tier-mark.tsx";
import { HOSTING_WORDS } from "#components/customers/words.ts";
import { type Column, DataTable } from "#components/ui/data-table.tsx";
import type { CustomerRow } from "#lib/customers/contract.ts";

const NONE = <span className="text-text-3">not on record</span>;

const COLUMNS: readonly Column<CustomerRow>[] = [
  {
    id: "name",
    header: "Customer",
    sortable: true,
    cell: ({ id, name }) => (
      <Link href={`/customers/${id}`} className="font-medium hover:underline">
        {name}
      </Link>
    ),
  },
  {
    id: "tier",
    header: "Tier",
    sortable: true,
    cell: ({ tier, mixed }) => <TierMark tier={tier} mixed={mixed} short />,
  },
  {
    id: "hosting",
    header: "Hosting",
    sortable: true,
    from: "md",
    cell: ({ hosting }) => (hosting.length === 0 ? NONE : hosting.map((one) => HOSTING_WORDS[one]).join(", ")),
  },
  {
    id: "instances",
    header: "Instances",
    sortable: true,
    align: "right",
    from: "lg",
    cell: ({ instances }) => instances,
  },
  {
    id: "seats",
    header: "Seats",
    sortable: true,
    align: "right",
    from: "sm",
    cell: ({ seats }) => seats?.toLocaleString("en-GB") ?? NONE,
  },
  { id: "segment", header: "Segment", from: "xl", cell: ({ segment }) => segment ?? NONE },
  { id: "ce", header: "Customer Engineer", from: "xl", cell: ({ customerEngineer }) => customerEngineer ?? NONE },
  {
    id: "last_ping",
    header: "Last ping",
    sortable: true,
    align: "right",
    from: "sm",
    cell: ({ lastPing }) => lastPing ?? <span className="text-text-2">never</span>,
  },
];

type CustomerTableProps = {
  readonly rows: readonly CustomerRow[];
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly onSort: (sort: { readonly id: string; readonly desc: boolean }) => void;
};

export function CustomerTable({ rows, sort, onSort }: CustomerTableProps) {
  return (
    <DataTable caption="Customers" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} sort={sort} onSort={onSort} />
  );
}
