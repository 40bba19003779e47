import { z } from "zod";

const Csrf = z.object({ csrfToken: z.string() });

/** The token that a sign-in or sign-out form must carry. */
async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf", { headers: { accept: "application/json" }, cache: "no-store" });
  const { csrfToken: token } = Csrf.parse(await response.json());
  return token;
}

/** Posts a plain form, so that the browser itself follows the way out to the issuer and back. */
async function post(action: string, callbackUrl: string): Promise<void> {
  const form = document.createElement("form");
  form.method = "post";
  form.action = action;
  for (const [name, value] of Object.entries({ csrfToken: await csrfToken(), callbackUrl })) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

/** `hint` is the address to sign in as, which only the demo's issuer heeds. */
export function signIn(callbackUrl: string, hint: string | null): Promise<void> {
  const query = hint === null ? "" : `?${new URLSearchParams({ login_hint: hint }).toString()}`;
  return post(`/api/auth/signin/google${query}`, callbackUrl);
}

export function signOut(): Promise<void> {
  return post("/api/auth/signout", "/sign-in");
}
