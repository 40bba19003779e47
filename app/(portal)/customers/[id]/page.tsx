import type { Metadata } from "next";
import { CustomerPage } from "#components/customers/customer-page.tsx";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Customer" };

type Params = { readonly params: Promise<{ readonly id: string }> };

export default async function Page({ params }: Params) {
  await requirePerson("customers.read");
  return <CustomerPage id={(await params).id} />;
}
