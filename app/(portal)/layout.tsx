import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { Shell } from "#components/shell/shell.tsx";
import { NAV_COOKIE, THEME_COOKIE, themeOf } from "#components/shell/theme.ts";
import { env } from "#lib/env.ts";
import { requirePerson } from "#lib/http/page.ts";

export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  const { name, email, role, permissions } = await requirePerson();
  const jar = await cookies();
  const { mode, sampleData } = env();
  return (
    <Shell
      person={{ name, email, role, permissions: [...permissions] }}
      theme={themeOf(jar.get(THEME_COOKIE)?.value)}
      narrow={jar.get(NAV_COOKIE)?.value === "narrow"}
      sampleData={mode === "demo" && sampleData}
    >
      {children}
    </Shell>
  );
}
