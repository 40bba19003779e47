import type { Metadata } from "next";
import { Suspense } from "react";
import { PeoplePage } from "#components/admin/people-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "People" };

export default async function Page() {
  await requirePerson("roles.write");
  return (
    <Suspense>
      <PeoplePage />
    </Suspense>
  );
}
