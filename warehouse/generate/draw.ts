/** Numbers drawn in SQL from what they are about, so that neither order nor another column changes them. */

/** In [0, 1), the same for an instance for ever. */
export function trait(label: string): string {
  return `((hash(site_id, '${label}') % 10007) / 10007.0)`;
}

/** In [0, 1), another one each day. */
export function today(label: string): string {
  return `((hash(site_id, day, '${label}') % 10007) / 10007.0)`;
}

/** Around 1, from `1 - width` to `1 + width`, another one each day. */
export function about(label: string, width: number): string {
  return `(${String(1 - width)} + ${String(2 * width)} * ${today(label)})`;
}

/** A whole number with that mean: the rest decides by chance whether it is one more. */
export function whole(mean: string, label: string): string {
  return `floor(${mean} + ${today(label)})`;
}
