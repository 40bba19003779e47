/** `start` and `dev`: everything up, in order, until it is asked to go. */
import { hostname, userInfo } from "node:os";
import path from "node:path";
import { build, generateClient } from "./build.mjs";
import { answersAt, keep } from "./children.mjs";
import { clearHalfMade, isHalfMade, isMade, kindOfData, makeData, seed, WAREHOUSE_SERVER } from "./data.mjs";
import { keepPostgres, migrate } from "./database.mjs";
import { asked, atEnd, endAll, listenForSignals } from "./ending.mjs";
import { endOrphans, takeFolder } from "./lock.mjs";
import { PEOPLE } from "./people.mjs";
import { needFree } from "./ports.mjs";
import { BEGAN, say } from "./say.mjs";
import { settle, writeWhole } from "./settings.mjs";
import { checkTexts } from "./texts.mjs";

export function start() {
  return untilAsked("start");
}

export function dev() {
  return untilAsked("dev");
}

async function untilAsked(command) {
  listenForSignals();
  try {
    const portal = await bringUp({ given: process.env, command, scale: scaleOf(process.argv) });
    if (portal.isFirst) noteFirstStart(portal.place);
    welcome(portal);
    await asked;
    return 0;
  } finally {
    await endAll();
  }
}

function scaleOf(words) {
  const at = words.indexOf("--scale");
  return at > 0 && words[at + 1] ? words[at + 1] : "small";
}

/**
 * Brings the whole portal up; what it starts is ended by `endAll`.
 * @param {{ given: Record<string, string | undefined>, command: "start" | "dev", scale: string }} options
 */
export async function bringUp({ given, command, scale }) {
  const { env, place, variables, ownDatabase, wishesSample } = settle(given);
  checkTexts();
  atEnd("the lock", takeFolder(place, env.baseUrl));
  await endOrphans(place);
  await needFree(env.ports.web, "PORT", "the portal");
  await needFree(env.warehouse.port, "WAREHOUSE_PORT", "the warehouse server");
  if (env.mode === "demo") await needFree(env.ports.issuer, "ISSUER_PORT", "the development issuer");
  const kind = kindOfData(place, wishesSample, env.mode);
  const isFirst = !isMade(place);
  variables.SAMPLE_DATA = kind === "sample" ? "on" : "off";
  if (!ownDatabase) variables.DATABASE_URL = await keepPostgres(place, env.ports.postgres);
  if (isHalfMade(place)) await clearHalfMade(place, variables);
  await Promise.all([generateClient(place, variables), migrate(place, variables)]);
  say("The registry is ready.");
  const fill = async () => {
    await seed(place, variables);
    await makeData(place, variables, kind, scale);
  };
  await Promise.all([fill(), command === "start" ? build(place, variables) : null]);
  await serve(command, env, place, variables);
  return { env, place, variables, kind, isFirst };
}

async function serve(command, env, place, variables) {
  const ready = () =>
    answersAt(`${variables.WAREHOUSE_URL}/ready`, { authorization: `Bearer ${variables.WAREHOUSE_TOKEN}` });
  const backends = [keep(place, { name: "warehouse server", args: WAREHOUSE_SERVER, env: variables, ready })];
  if (env.mode === "demo") {
    const known = () => answersAt(`${env.google.issuer}/.well-known/openid-configuration`);
    const args = ["scripts/issuer.mjs"];
    backends.push(keep(place, { name: "development issuer", args, env: variables, ready: known }));
  }
  await Promise.all(backends);
  const web = ["node_modules/next/dist/bin/next", command, "-H", "127.0.0.1", "-p", String(env.ports.web)];
  const live = () => answersAt(`http://127.0.0.1:${env.ports.web}/api/health/live`);
  await keep(place, { name: "portal", args: web, env: { ...variables, NODE_ENV: undefined }, ready: live });
}

/** For `npm run bench`, which reports it. */
function noteFirstStart(place) {
  const installed = process.env.CANDOR_INSTALLED === "yes";
  const seconds = (Date.now() - BEGAN) / 1000;
  writeWhole(path.join(place.dataDir, "first-start.json"), `${JSON.stringify({ seconds, installed })}\n`);
}

function welcome({ env, kind }) {
  const { web, issuer } = env.ports;
  const lines = ["", `Candor is ready: ${env.baseUrl}`, ""];
  if (env.mode === "demo") {
    lines.push("Sign in, without a password, as");
    for (const { name, job, role, email, verified } of PEOPLE) {
      if (verified) lines.push(`  ${name.padEnd(16)} ${(role ?? "nobody").padEnd(8)} ${email.padEnd(28)} ${job}`);
    }
    const forward = `-L ${web}:127.0.0.1:${web} -L ${issuer}:127.0.0.1:${issuer}`;
    lines.push("", "From another computer, first:", `  ssh ${forward} ${userInfo().username}@${hostname()}`);
  }
  if (kind === "sample")
    lines.push("", "The customers are invented (SAMPLE_DATA=off with another DATA_DIR starts empty).");
  else lines.push("", "Load a folder of yours: npm run warehouse -- load FOLDER, then npm run warehouse -- refresh");
  process.stdout.write(`${lines.join("\n")}\n\nStop with Ctrl-C.\n`);
}
