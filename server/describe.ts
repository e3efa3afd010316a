/** What may be logged of an error: its name and message, and those of its causes. Never a stack. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? "" : ` (${describe(error.cause)})`;
  return `${error.name}: ${error.message}${cause}`;
}

/** What may be said to whoever started a command: the message alone. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
