import type { Metadata } from "next";
import { Suspense } from "react";
import { LooksPage } from "#components/looks/looks-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Looks" };

export default async function Page() {
  await requirePerson("looks.read");
  return (
    <Suspense>
      <LooksPage />
    </Suspense>
  );
}
