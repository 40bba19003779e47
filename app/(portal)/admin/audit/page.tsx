import type { Metadata } from "next";
import { Suspense } from "react";
import { AuditPage } from "#components/admin/audit-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Audit" };

export default async function Page() {
  await requirePerson("audit.read");
  return (
    <Suspense>
      <AuditPage />
    </Suspense>
  );
}
