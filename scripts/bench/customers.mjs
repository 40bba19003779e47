/** The customers list at 100,000 accounts, over HTTP; `write` makes the folder they are loaded from. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { env } from "#lib/env.ts";
import { quantile, result, signIn, timesOf } from "./measure.mjs";

const ACCOUNTS = 100_000;
const WITH_INSTANCE = 20_000;
const SAMPLES = 300;
const FIRST = [
  "North",
  "Amber",
  "Quiet",
  "Silver",
  "Cedar",
  "Granite",
  "Harbour",
  "Meadow",
  "Copper",
  "Willow",
  "Falcon",
  "Ivory",
];
const SECOND = [
  "Labs",
  "Foods",
  "Bank",
  "Systems",
  "Logistics",
  "Health",
  "Energy",
  "Robotics",
  "Media",
  "Airlines",
  "Insurance",
];
const REGIONS = ["EMEA", "AMER", "APAC"];

const nameOf = (i) => `${FIRST[i % FIRST.length]} ${SECOND[(i * 7) % SECOND.length]} ${String(i).padStart(6, "0")}`;

function write(folder) {
  mkdirSync(folder, { recursive: true });
  const accounts = [
    "account_ref,name,type,type_from,segment,region,industry,employees,account_executive,account_executive_email,customer_engineer,customer_engineer_email,arr_usd,contract_start,contract_end",
  ];
  const instances = ["site_id,name,account_ref,hosting,environment,from"];
  for (let i = 0; i < ACCOUNTS; i++) {
    accounts.push(`A-${i},${nameOf(i)},customer,2026-01-01,Enterprise,${REGIONS[i % 3]},Software,500,,,,,,,`);
    if (i < WITH_INSTANCE)
      instances.push(`site-${i},instance-${i},A-${i},${i % 4 === 0 ? "managed" : "self_hosted"},production,2026-01-01`);
  }
  writeFileSync(path.join(folder, "accounts.csv"), `${accounts.join("\n")}\n`);
  writeFileSync(path.join(folder, "instances.csv"), `${instances.join("\n")}\n`);
}

async function measure(out) {
  const { baseUrl } = env();
  const { cookie } = await signIn(baseUrl, "admin@candor.example");
  const get = async (query) => {
    const response = await fetch(`${baseUrl}/api/v1/customers${query}`, { headers: { cookie } });
    const { items } = await response.json();
    if (response.status !== 200 || items.length === 0) throw new Error(`${query}: ${response.status}, nothing found`);
  };
  const pages = await timesOf(SAMPLES, () => get(""));
  const searches = await timesOf(SAMPLES, (i) =>
    get(`?q=${encodeURIComponent(nameOf((i * 331) % ACCOUNTS).slice(2, 12 + (i % 6)))}`),
  );
  const line = (scenario, times) =>
    result({
      scenario,
      value: quantile(times, 0.95),
      unit: "ms",
      target: 30,
      samples: times.length,
      baseline: `${quantile(times, 0.5).toFixed(1)} ms median`,
    });
  writeFileSync(
    out,
    JSON.stringify([
      line("customers at 100,000 accounts, first page over HTTP, p95", pages),
      line("customers at 100,000 accounts, search over HTTP, p95", searches),
    ]),
  );
}

const [command, target] = process.argv.slice(2);
if (command === "write") write(target);
else await measure(target);
