import type { Metadata } from "next";
import { Suspense } from "react";
import { RequestsPage } from "#components/admin/requests-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Requests" };

export default async function Page() {
  await requirePerson("grants.approve");
  return (
    <Suspense>
      <RequestsPage />
    </Suspense>
  );
}
