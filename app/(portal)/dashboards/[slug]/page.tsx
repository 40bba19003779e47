import type { Metadata } from "next";
import { Suspense } from "react";
import { DashboardPage } from "#components/dashboards/dashboard-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Dashboard" };

export default async function Page({ params }: { readonly params: Promise<{ slug: string }> }) {
  await requirePerson("dashboards.read");
  const { slug } = await params;
  return (
    <Suspense>
      <DashboardPage slug={slug} />
    </Suspense>
  );
}
