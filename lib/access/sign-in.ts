import { z } from "zod";
import { systemGrant } from "#lib/access/operation.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { db, type Tx, transaction } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";
import { env } from "#lib/env.ts";

/** The claims of an id token that decide; next-auth has verified signature, audience, expiry and nonce. */
const Claims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.string().max(320),
  email_verified: z.unknown().optional(),
  hd: z.unknown().optional(),
  name: z.string().max(200).optional().catch(undefined),
});

/** `next` is where a refused person is sent: the sign-in page, which says why. */
type Admission = { readonly admitted: true } | { readonly admitted: false; readonly next: string };

/**
 * Decides whether the bearer of verified claims may enter, and records who enters for the first time.
 * People are known by (issuer, subject) alone: an address never leads to somebody else's account.
 */
export async function admit(claims: unknown): Promise<Admission> {
  const { google } = env();
  const parsed = Claims.safeParse(claims);
  if (!parsed.success || parsed.data.iss !== google.issuer) return refused("OAuthCallback");
  const { iss: issuer, sub: subject, hd, email_verified: verified } = parsed.data;
  const email = parsed.data.email.normalize("NFKC").trim().toLowerCase();
  if (verified !== true) return refused("unverified");
  if (!isAddress(email) || !isOurDomain(hd)) return refused("foreign_domain");
  const known = await findIdentity(issuer, subject);
  if (known !== null) return known.disabled ? refused("AccessDenied") : { admitted: true };
  return (await enrol({ issuer, subject, email, name: parsed.data.name ?? email }))
    ? { admitted: true }
    : refused("OAuthAccountNotLinked");
}

/** The `hd` of the request is only a hint to the issuer; the claim is what counts. */
function isOurDomain(hd: unknown): boolean {
  return typeof hd === "string" && env().google.hostedDomains.includes(hd.toLowerCase());
}

function isAddress(email: string): boolean {
  return /^[^\s@"<>,;]+@[a-z0-9.-]+$/.test(email);
}

function refused(error: string): Admission {
  return { admitted: false, next: `/sign-in?error=${error}` };
}

async function findIdentity(issuer: string, subject: string): Promise<{ disabled: boolean } | null> {
  const identity = await db().identity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    select: { user: { select: { disabledAt: true } } },
  });
  return identity === null ? null : { disabled: identity.user.disabledAt !== null };
}

type Newcomer = { readonly issuer: string; readonly subject: string; readonly email: string; readonly name: string };

/** False when the address already belongs to another identity. */
function enrol({ issuer, subject, email, name }: Newcomer): Promise<boolean> {
  return transaction(async (tx) => {
    const id = newId("usr");
    const made = await tx.user.createMany({
      data: [{ id, email, name, emailVerified: new Date() }],
      skipDuplicates: true,
    });
    if (made.count === 0) return (await tx.identity.count({ where: { issuer, subject, user: { email } } })) === 1;
    await tx.identity.create({ data: { id: newId("idn"), userId: id, issuer, subject } });
    const role = email === env().firstAdmin ? "admin" : "viewer";
    if (role === "admin") await makeFirstAdmin(tx, id);
    await writeAudit(tx, systemGrant("sign-in", "roles.write"), {
      action: "user.joined",
      target: { type: "user", id, label: email },
      reason: null,
      before: null,
      after: { role },
    });
    return true;
  });
}

async function makeFirstAdmin(tx: Tx, userId: string): Promise<void> {
  const reason = "First administrator, named at set-up";
  await tx.roleGrant.create({ data: { id: newId("rol"), userId, role: "admin", reason, grantedBy: "set-up" } });
}
