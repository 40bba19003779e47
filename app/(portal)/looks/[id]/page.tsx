import type { Metadata } from "next";
import { LookPage } from "#components/looks/look-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Look" };

export default async function Page({ params }: { readonly params: Promise<{ id: string }> }) {
  await requirePerson("looks.read");
  const { id } = await params;
  return <LookPage id={id} />;
}
