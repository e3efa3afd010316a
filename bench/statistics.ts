/** The arithmetic of repeated measurements. */

/** The middle value; between the two middle ones where their number is even. @throws on no values */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The value below which a part of all others lies, between neighbours by straight lines.
 * @param part 0 to 1
 * @throws on no values
 */
export function quantile(values: readonly number[], part: number): number {
  if (values.length === 0) throw new RangeError("Cannot take a quantile of nothing");
  const sorted = Float64Array.from(values).sort();
  const place = (sorted.length - 1) * part;
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

/** Several measurements of one thing, in short. */
export interface Spread {
  median: number;
  least: number;
  most: number;
}

/** @throws on no values */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), least: quantile(values, 0), most: quantile(values, 1) };
}
