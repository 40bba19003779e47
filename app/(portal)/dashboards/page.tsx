import type { Metadata } from "next";
import { Suspense } from "react";
import { DashboardsPage } from "#components/dashboards/dashboards-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Dashboards" };

export default async function Page() {
  await requirePerson("dashboards.read");
  return (
    <Suspense>
      <DashboardsPage />
    </Suspense>
  );
}
