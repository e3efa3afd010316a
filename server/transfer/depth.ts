/**
 * Whether a value of JSON has more lists and objects within each other than so many. Threads cannot
 * hand over what is nested thousands of times.
 */
export function isDeeper(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return most === 0 || Object.values(value).some((inner) => isDeeper(inner, most - 1));
}
