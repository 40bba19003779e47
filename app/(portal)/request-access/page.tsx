import type { Metadata } from "next";
import { RequestAccessPage } from "#components/admin/request-access-page.tsx";
import { PERMISSIONS, ROLES } from "#lib/access/permission.ts";
import { requirePerson } from "#lib/http/page.ts";

export const metadata: Metadata = { title: "Request access" };

type Search = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function Page({ searchParams }: Search) {
  await requirePerson();
  const asked = await searchParams;
  return (
    <RequestAccessPage
      permission={PERMISSIONS.find((permission) => permission === asked["permission"]) ?? null}
      role={ROLES.find((role) => role === asked["role"]) ?? null}
    />
  );
}
