import type { Grant } from "#lib/access/grant.ts";
import type { Role } from "#lib/access/permission.ts";
import { CERTIFYING_GROUP } from "#lib/access/role.ts";
import { writeAudit } from "#lib/audit/store.ts";
import { type Tx, transaction } from "#lib/db/client.ts";
import { newId } from "#lib/db/id.ts";

const GROUPS: readonly { readonly name: string; readonly role: Role }[] = [
  { name: "Engineering", role: "viewer" },
  { name: "Marketing", role: "viewer" },
  { name: "Customer support", role: "viewer" },
  { name: "People ops", role: "viewer" },
  { name: "Talent", role: "viewer" },
  { name: "CTO", role: "viewer" },
  { name: "CE", role: "viewer" },
  { name: "Sales", role: "viewer" },
  { name: "Product", role: "viewer" },
  { name: CERTIFYING_GROUP, role: "creator" },
];

type SamplePerson = {
  readonly email: string;
  readonly name: string;
  readonly title: string;
  readonly group: string;
  /** Given in person, on top of what the group gives. */
  readonly role: Role | null;
};

const SAMPLE_PEOPLE: readonly SamplePerson[] = [
  { email: "viewer@candor.example", name: "Vera Lindqvist", title: "Customer Engineer", group: "CE", role: null },
  {
    email: "creator@candor.example",
    name: "Chidi Okafor",
    title: "Product Analyst",
    group: "Product",
    role: "creator",
  },
  {
    email: "admin@candor.example",
    name: "Ada Moreau",
    title: "Data & Analytics lead",
    group: CERTIFYING_GROUP,
    role: "admin",
  },
];

const SEED_LOCK = 4_201_003;
const SHIPPED = "As shipped";
const SAMPLE = "Sample person";
/** How the development issuer names its people. */
const DEVELOPMENT_SUBJECT = "demo-";

/**
 * Sets up the groups, and for the demo its people as the development issuer `sampleIssuer` knows them.
 * Safe to repeat: what exists is left as people have changed it since.
 */
export function seedAccess(grant: Grant<"roles.write">, sampleIssuer: string | null): Promise<void> {
  return transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SEED_LOCK})`;
    const grantedBy = grant.job ?? "set-up";
    for (const group of GROUPS) await seedGroup(tx, grant, group, grantedBy);
    if (sampleIssuer === null) return;
    for (const person of SAMPLE_PEOPLE) await seedPerson(tx, grant, person, grantedBy);
    for (const { email } of SAMPLE_PEOPLE) await seedIdentity(tx, email, sampleIssuer);
  });
}

/**
 * The development issuer's address holds its port, so that another port is another issuer. Whoever signed in
 * at an earlier one is known at this one too. For demo mode alone.
 */
export function knowAtIssuer(_grant: Grant<"roles.write">, issuer: string): Promise<void> {
  return transaction(async (tx) => {
    const known = await tx.identity.findMany({
      where: { subject: { startsWith: DEVELOPMENT_SUBJECT } },
      distinct: ["subject"],
      select: { userId: true, subject: true },
    });
    const rows = known.map((row) => ({ ...row, id: newId("idn"), issuer }));
    await tx.identity.createMany({ data: rows, skipDuplicates: true });
  });
}

type GroupSeed = (typeof GROUPS)[number];

async function seedGroup(tx: Tx, grant: Grant, { name, role }: GroupSeed, grantedBy: string): Promise<void> {
  const slug = name.toLowerCase().replaceAll(/[^a-z]+/g, "-");
  if ((await tx.group.count({ where: { slug } })) > 0) return;
  const id = newId("grp");
  await tx.group.create({ data: { id, slug, name } });
  await tx.roleGrant.create({ data: { id: newId("rol"), groupId: id, role, reason: SHIPPED, grantedBy } });
  await writeAudit(tx, grant, created("group", id, name, SHIPPED, { role }));
}

async function seedPerson(tx: Tx, grant: Grant, person: SamplePerson, grantedBy: string): Promise<void> {
  const { email, name, title, role } = person;
  if ((await tx.user.count({ where: { email } })) > 0) return;
  const userId = newId("usr");
  await tx.user.create({ data: { id: userId, email, name, title, sample: true, emailVerified: new Date() } });
  const group = await tx.group.findFirst({ where: { name: person.group }, select: { id: true } });
  if (group !== null) await tx.membership.create({ data: { userId, groupId: group.id, addedBy: grantedBy } });
  if (role !== null) await tx.roleGrant.create({ data: { id: newId("rol"), userId, role, reason: SAMPLE, grantedBy } });
  await writeAudit(tx, grant, created("user", userId, `${name} (${email})`, SAMPLE, { role, group: person.group }));
}

async function seedIdentity(tx: Tx, email: string, issuer: string): Promise<void> {
  const user = await tx.user.findUnique({ where: { email }, select: { id: true, sample: true } });
  if (user?.sample !== true) return;
  const row = { id: newId("idn"), userId: user.id, issuer, subject: `${DEVELOPMENT_SUBJECT}${email}` };
  await tx.identity.createMany({ data: [row], skipDuplicates: true });
}

function created(type: string, id: string, label: string, reason: string, after: Record<string, string | null>) {
  return { action: `${type}.created`, target: { type, id, label }, reason, before: null, after };
}
