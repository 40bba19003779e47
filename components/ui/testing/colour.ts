/** Colour arithmetic for the palette gate: contrast (WCAG 2), CIEDE2000, and dichromacy after Machado 2009. */
type Triple = readonly [number, number, number];

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function rgbOf(hex: string): Triple {
  const value = Number.parseInt(hex.slice(1), 16);
  return [linear((value >> 16) / 255), linear(((value >> 8) & 255) / 255), linear((value & 255) / 255)];
}

function times(matrix: readonly Triple[], [a, b, c]: Triple): Triple {
  const [x, y, z] = matrix.map((row) => row[0] * a + row[1] * b + row[2] * c);
  return [x ?? 0, y ?? 0, z ?? 0];
}

export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Full severity, on linear light. */
export const VISIONS = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
} as const satisfies Readonly<Record<string, readonly Triple[]>>;

export type Vision = keyof typeof VISIONS;

const TO_XYZ: readonly Triple[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Triple = [0.95047, 1, 1.08883];

function labOf(hex: string, vision: Vision): Triple {
  const [r, g, b] = times(VISIONS[vision], rgbOf(hex));
  const xyz = times(TO_XYZ, [clamp(r), clamp(g), clamp(b)]);
  const [x, y, z] = [root(xyz[0] / WHITE[0]), root(xyz[1] / WHITE[1]), root(xyz[2] / WHITE[2])];
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function root(value: number): number {
  return value > 216 / 24389 ? Math.cbrt(value) : ((24389 / 27) * value + 16) / 116;
}

/** The difference that two colours make to an eye of this kind. */
export function difference(one: string, other: string, vision: Vision): number {
  return ciede2000(labOf(one, vision), labOf(other, vision));
}

const RADIAN = Math.PI / 180;
const POW7 = 25 ** 7;

function hue(a: number, b: number): number {
  if (a === 0 && b === 0) return 0;
  const angle = Math.atan2(b, a) / RADIAN;
  return angle < 0 ? angle + 360 : angle;
}

function hueStep(from: number, to: number, chroma: number): number {
  if (chroma === 0) return 0;
  const step = to - from;
  if (step > 180) return step - 360;
  return step < -180 ? step + 360 : step;
}

function hueMean(one: number, other: number, chroma: number): number {
  if (chroma === 0) return one + other;
  if (Math.abs(one - other) <= 180) return (one + other) / 2;
  return one + other < 360 ? (one + other + 360) / 2 : (one + other - 360) / 2;
}

/** CIEDE2000 after Sharma, Wu and Dalal (2005). */
export function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const chroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 1.5 - 0.5 * Math.sqrt(chroma ** 7 / (chroma ** 7 + POW7));
  const c1 = Math.hypot(a1 * g, b1);
  const c2 = Math.hypot(a2 * g, b2);
  const h1 = hue(a1 * g, b1);
  const h2 = hue(a2 * g, b2);
  const dh = 2 * Math.sqrt(c1 * c2) * Math.sin((hueStep(h1, h2, c1 * c2) / 2) * RADIAN);
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const h = hueMean(h1, h2, c1 * c2);
  const t =
    1 -
    0.17 * Math.cos((h - 30) * RADIAN) +
    0.24 * Math.cos(2 * h * RADIAN) +
    0.32 * Math.cos((3 * h + 6) * RADIAN) -
    0.2 * Math.cos((4 * h - 63) * RADIAN);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sc = 1 + 0.045 * c;
  const sh = 1 + 0.015 * c * t;
  const turn = 30 * Math.exp(-(((h - 275) / 25) ** 2));
  const rt = -2 * Math.sqrt(c ** 7 / (c ** 7 + POW7)) * Math.sin(2 * turn * RADIAN);
  const dl = (l2 - l1) / sl;
  const dc = (c2 - c1) / sc;
  return Math.sqrt(dl ** 2 + dc ** 2 + (dh / sh) ** 2 + rt * dc * (dh / sh));
}
