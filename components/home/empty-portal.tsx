"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { meOptions } from "#components/shell/queries.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import type { Permission } from "#lib/access/permission.ts";

const COMMANDS = ["npm run warehouse -- load FOLDER", "npm run warehouse -- refresh"];

/** Home before anything was loaded: who may load gets the commands, everybody else whom to ask. */
export function EmptyPortal({ permissions }: { readonly permissions: readonly Permission[] }) {
  return (
    <EmptyState title="No data has been loaded yet">
      {permissions.includes("imports.run") ? <HowToLoad /> : <WhomToAsk />}
    </EmptyState>
  );
}

function HowToLoad() {
  return (
    <>
      <p>
        Put the customers and their telemetry into a folder, and run these on the machine of the portal, in the folder
        that it was started from and with its <code className="font-mono text-xs">DATA_DIR</code>:
      </p>
      <pre className="mt-3 overflow-x-auto rounded-md border bg-bg p-3 text-left font-mono text-text text-xs">
        {COMMANDS.join("\n")}
      </pre>
      <p className="mt-3">The operator&rsquo;s guide, docs/operate.md, says which files the folder holds.</p>
    </>
  );
}

function WhomToAsk() {
  const { data: me } = useQuery(meOptions());
  const names = me?.admins.map(({ name }) => name) ?? [];
  return (
    <p>
      An Admin loads it; until then there is nothing to see here. {names.length > 0 && `Ask ${names.join(" or ")}. `}
      <Link href="/request-access" className="text-accent underline">
        Whom to ask
      </Link>
    </p>
  );
}
