import type { Metadata } from "next";
import { SignInPage } from "#components/sign-in/sign-in-page.tsx";
import { env } from "#lib/env.ts";

export const metadata: Metadata = { title: "Sign in" };

type Search = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function Page({ searchParams }: Search) {
  const { error, callbackUrl } = await searchParams;
  const { mode, google, firstAdmin } = env();
  return (
    <SignInPage
      error={typeof error === "string" ? error : null}
      callbackUrl={typeof callbackUrl === "string" ? callbackUrl : "/"}
      demo={mode === "demo"}
      domains={google.hostedDomains}
      contact={firstAdmin}
    />
  );
}
