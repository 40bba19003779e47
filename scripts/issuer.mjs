/**
 * The development issuer: a real OpenID provider on loopback that stands where Google stands, for the demo's
 * invented people. A `login_hint` signs in at once; without one it shows a list. Refuses production.
 */
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { interactionPolicy, Provider } from "oidc-provider";
import { env } from "#lib/env.ts";
import { PEOPLE } from "./portal/people.mjs";

const { mode, google, baseUrl } = env();
const issuer = new URL(google.issuer);
if (mode !== "demo" || issuer.protocol !== "http:") {
  process.stderr.write("The development issuer serves only demo mode, on loopback.\n");
  process.exit(1);
}

/** What the issuer knows a person by, and no address: an address may change hands. */
const subjectOf = (email) => `demo-${email}`;
const personOf = (email) => PEOPLE.find((person) => person.email === email) ?? null;

function accountOf(subject) {
  const person = PEOPLE.find(({ email }) => subjectOf(email) === subject);
  if (person === undefined) return undefined;
  const { email, name, hd, verified } = person;
  return { accountId: subject, claims: () => ({ sub: subject, email, email_verified: verified, hd, name }) };
}

function policy() {
  const { Check, base } = interactionPolicy;
  const prompts = base();
  const chosen = new Check("choose_person", "Say who you are.", ({ oidc }) => {
    const hint = oidc.params.login_hint;
    if (oidc.result?.login) return Check.NO_NEED_TO_PROMPT;
    return hint !== undefined && oidc.session.accountId === subjectOf(hint)
      ? Check.NO_NEED_TO_PROMPT
      : Check.REQUEST_PROMPT;
  });
  prompts.get("login").checks.add(chosen);
  return prompts;
}

async function grantAll(ctx) {
  const { client, session } = ctx.oidc;
  const grant = new ctx.oidc.provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope("openid email profile");
  await grant.save();
  return grant;
}

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

const provider = new Provider(google.issuer, {
  clients: [
    {
      client_id: google.clientId,
      client_secret: google.clientSecret,
      redirect_uris: [`${baseUrl}/api/auth/callback/google`],
      response_types: ["code"],
      grant_types: ["authorization_code"],
    },
  ],
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "demo" }] },
  cookies: { keys: [randomBytes(32).toString("hex")] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  claims: { openid: ["sub"], email: ["email", "email_verified", "hd"], profile: ["name"] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
  interactions: { policy: policy(), url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  loadExistingGrant: grantAll,
  findAccount: (_ctx, subject) => accountOf(subject),
});

/** Google knows prompt=select_account; this issuer always asks who one is, so it needs no prompt. */
function forgetPrompt(ctx) {
  if (ctx.path !== "/auth" || ctx.query.prompt === undefined) return;
  const query = new URLSearchParams(ctx.querystring);
  query.delete("prompt");
  ctx.querystring = query.toString();
}

function listPage(uid) {
  const rows = PEOPLE.map(
    ({ email, name, job }) =>
      `<li><a href="/interaction/${uid}?as=${encodeURIComponent(email)}">${name}</a> (${job}), ${email}</li>`,
  ).join("");
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Development issuer</title>
<body style="font:16px/1.6 system-ui;margin:48px auto;max-width:40rem"><h1>Who are you?</h1>
<p>Invented people of the demo. There is no password.</p><ul>${rows}</ul></body></html>`;
}

async function interact(ctx) {
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  const person = personOf(ctx.query.as ?? details.params.login_hint);
  if (person === null) {
    ctx.type = "html";
    ctx.body = listPage(details.uid);
    return;
  }
  const result = { login: { accountId: subjectOf(person.email), remember: false } };
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
}

provider.use(async (ctx, next) => {
  forgetPrompt(ctx);
  if (ctx.method === "GET" && ctx.path.startsWith("/interaction/")) await interact(ctx);
  else await next();
});

const server = provider.listen(Number(issuer.port || 80), "127.0.0.1", () => {
  process.stdout.write(`issuer ready on ${google.issuer}\n`);
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.close(() => process.exit(0)));
