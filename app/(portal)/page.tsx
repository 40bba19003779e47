import type { Metadata } from "next";
import { HomePage } from "#components/home/home-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Home" };

export default async function Page() {
  const { permissions } = await requirePerson();
  return <HomePage permissions={[...permissions]} />;
}
