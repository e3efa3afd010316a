/** What the system's refusals mean to people, by the name of Deno's error. */
const REASONS: Record<string, string> = {
  AlreadyExists: "a file of that name is in the way",
  IsADirectory: "a folder stands where a file belongs",
  NotADirectory: "a part of that path is a file",
  NotCapable: "this process was not permitted to write there",
  NotFound: "a part of that path does not exist",
  PermissionDenied: "this user may not write there",
  ReadOnlyFilesystem: "that file system is read-only",
};

/** Why a file or folder could not be used, as the second half of a sentence. */
export function systemReason(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return REASONS[name] ?? `the system said "${message}"`;
}
