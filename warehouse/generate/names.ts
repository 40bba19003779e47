import { type Random, shuffled } from "#warehouse/generate/random.ts";

const STEMS =
  "Alder Ash Barrow Bracken Cairn Dunn Elm Fern Gorse Hazel Hollow Kestrel Lark Marl Nettle Oster Pell Quill Rowan Sedge Tarn Umber Vetch Wren Yarrow".split(
    " ",
  );
const ENDS = "wick holt mere stead combe garth ley thorpe fell brook haven moor".split(" ");

export const INDUSTRIES: Readonly<Record<string, readonly string[]>> = {
  "Software and internet": ["Software", "Labs", "Cloudworks"],
  "Financial services": ["Bank", "Capital", "Payments"],
  Insurance: ["Insurance", "Mutual"],
  Healthcare: ["Health", "Diagnostics"],
  Manufacturing: ["Robotics", "Instruments", "Materials"],
  Retail: ["Retail", "Stores"],
  Logistics: ["Logistics", "Freight"],
  Energy: ["Energy", "Power"],
  Telecommunications: ["Telecom", "Networks"],
  "Media and games": ["Media", "Games"],
  "Travel and transport": ["Travel", "Rail"],
  "Public sector and defence": ["Aerospace", "Survey"],
};

export type Company = { readonly name: string; readonly industry: string };

/** Invented companies, no two with the same first word. */
export function companies(rnd: Random, count: number): Company[] {
  const words = shuffled(
    STEMS.flatMap((stem) => ENDS.map((end) => `${stem}${end}`)),
    rnd,
  );
  const industries = Object.keys(INDUSTRIES);
  return words.slice(0, count).map((word) => {
    const industry = rnd.pick(industries);
    return { name: `${word} ${rnd.pick(INDUSTRIES[industry] ?? ["Group"])}`, industry };
  });
}

const SMALL_ENDS = "Studio Collective Workshop Apps Code Tools Research Partners Guild Systems Atelier".split(" ");

/** Small teams for the free and prospect accounts; never a name of `companies`. */
export function teams(rnd: Random, count: number): string[] {
  const words = STEMS.flatMap((stem) => SMALL_ENDS.map((end) => `${stem}${rnd.pick(["by", "ton", "low"])} ${end}`));
  return [...new Set(shuffled(words, rnd))].slice(0, count);
}

const FIRST =
  "Amara Bruno Chiara Dmitri Elif Farah Gustav Hana Idris Jonas Kavita Leila Mateo Nadia Oskar Priya Quentin Rosa Samir Tove Ulla Viktor Wanjiru Ximena Yusuf Zofia".split(
    " ",
  );
const LAST =
  "Adeyemi Bergqvist Castellan Dahlgren Eriksen Farouk Grigoryan Hoang Ilves Jankowski Kapoor Lindholm Marchetti Nakamoto Okonkwo Petrov Quispe Rinaldi Szabo Tanaka Ustinov Varga Wexler Yilmaz".split(
    " ",
  );

export type Named = { readonly name: string; readonly email: string };

/** Invented people of one e-mail domain, no two alike. */
export function people(rnd: Random, count: number, domain: string): Named[] {
  const named = new Map<string, Named>();
  while (named.size < count) {
    const name = `${rnd.pick(FIRST)} ${rnd.pick(LAST)}`;
    named.set(name, { name, email: `${name.toLowerCase().replaceAll(" ", ".")}@${domain}` });
  }
  return [...named.values()];
}

/** `Birchwood Labs` → `birchwood-labs`. */
export function slug(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-|-$/g, "");
}
