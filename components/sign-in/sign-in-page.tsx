import { LogoMark } from "#components/shell/logo.tsx";
import { SAMPLE_PEOPLE } from "#components/sign-in/people.ts";
import { GoogleButton, PersonButton } from "#components/sign-in/sign-in-buttons.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { signInError } from "#lib/access/model.ts";

type SignInPageProps = {
  /** Why somebody was sent here, as it stands in the address. */
  readonly error: string | null;
  readonly callbackUrl: string;
  readonly demo: boolean;
  readonly domains: readonly string[];
  /** Whom a refused person can ask. */
  readonly contact: string;
};

export function SignInPage({ error, callbackUrl, demo, domains, contact }: SignInPageProps) {
  const sentence = signInError(error);
  const refused = sentence !== null && error !== "expired";
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 py-10 sm:justify-center">
      <div className="w-full max-w-md">
        <div className="mb-6 flex items-center gap-2.5">
          <LogoMark className="size-7" />
          <h1 className="font-semibold text-xl tracking-[-0.02em]">Candor</h1>
        </div>
        <p className="mb-5 text-base text-text-2">Product data, and for every number whom it covers.</p>
        {sentence !== null && (
          <Notice kind={refused ? "bad" : "info"} className="mb-4">
            {sentence}
            {refused && (
              <span className="mt-1 block text-text-2">
                {error === "foreign_domain" && `Only accounts of ${domains.join(", ")} may sign in. `}
                Whom to ask:{" "}
                <a className="text-accent underline" href={`mailto:${contact}`}>
                  {contact}
                </a>
              </span>
            )}
          </Notice>
        )}
        <div className="tile p-5">
          <GoogleButton callbackUrl={callbackUrl} />
          {demo && <SamplePeople callbackUrl={callbackUrl} />}
        </div>
        <p className="mt-4 text-text-3 text-xs">
          {demo
            ? "This is a demo on this machine: invented companies, and a sign-in service of its own that takes Google’s path."
            : `Sign in with your work account of ${domains.join(", ")}.`}
        </p>
      </div>
    </main>
  );
}

function SamplePeople({ callbackUrl }: { readonly callbackUrl: string }) {
  return (
    <section aria-labelledby="sample-people" className="mt-5 border-t pt-4">
      <h2 id="sample-people" className="mb-2 font-medium text-sm">
        Or be one of the sample people
      </h2>
      <ul className="-mx-2 space-y-0.5">
        {SAMPLE_PEOPLE.map((person) => (
          <li key={person.email}>
            <PersonButton person={person} callbackUrl={callbackUrl} />
          </li>
        ))}
      </ul>
    </section>
  );
}
