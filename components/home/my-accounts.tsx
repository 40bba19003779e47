import Link from "next/link";
import { TierMark } from "#components/coverage/tier-mark.tsx";
import { Tile } from "#components/home/tile.tsx";
import { type Column, DataTable } from "#components/ui/data-table.tsx";
import type { CustomerRow } from "#lib/customers/contract.ts";

const MOST = 8;

const COLUMNS: readonly Column<CustomerRow>[] = [
  {
    id: "name",
    header: "Customer",
    cell: ({ id, name }) => (
      <Link href={`/customers/${id}`} className="font-medium hover:underline">
        {name}
      </Link>
    ),
  },
  { id: "tier", header: "Tier", cell: ({ tier, mixed }) => <TierMark tier={tier} mixed={mixed} short /> },
  {
    id: "seats",
    header: "Seats",
    align: "right",
    from: "sm",
    cell: ({ seats }) => seats?.toLocaleString("en-GB") ?? "",
  },
  {
    id: "ping",
    header: "Last ping",
    align: "right",
    from: "sm",
    cell: ({ lastPing }) => lastPing ?? <span className="text-text-2">never</span>,
  },
];

/** The accounts whose Account Executive or Customer Engineer the reader is; nothing when there are none. */
export function MyAccounts({ rows }: { readonly rows: readonly CustomerRow[] }) {
  if (rows.length === 0) return null;
  return (
    <Tile
      title="My accounts"
      more={
        rows.length > MOST && (
          <span className="text-text-2 text-xs">
            {MOST} of {rows.length}
          </span>
        )
      }
    >
      <DataTable caption="My accounts" columns={COLUMNS} rows={rows.slice(0, MOST)} rowKey={({ id }) => id} />
    </Tile>
  );
}
