import type { Metadata } from "next";
import { Suspense } from "react";
import { Explore } from "#components/explore/explore.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Explore" };

export default async function ExplorePage() {
  await requirePerson("explore.run");
  return (
    <Suspense>
      <Explore />
    </Suspense>
  );
}
