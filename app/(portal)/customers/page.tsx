import type { Metadata } from "next";
import { CustomersPage } from "#components/customers/customers-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Customers" };

export default async function Page() {
  await requirePerson("customers.read");
  return <CustomersPage />;
}
