/** What was waited for did not come in time. */
export class TooLate extends Error {
  override name = "TooLate";
}

/**
 * Runs something that may take so long, and no longer, even where it does not heed its signal.
 * @param limit in milliseconds
 * @param options.signal ends the waiting sooner
 * @throws {TooLate} or the signal's reason, or whatever it throws
 */
export async function within<T>(
  limit: number,
  run: (signal: AbortSignal) => Promise<T>,
  { signal }: { signal?: AbortSignal } = {},
): Promise<T> {
  const patience = new AbortController();
  const over = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    patience.abort(reason);
    over.reject(reason);
  };
  const stop = () => end(signal?.reason);
  const timer = setTimeout(
    () => end(new TooLate(`There was no result within ${limit / 1000} s.`)),
    limit,
  );
  signal?.addEventListener("abort", stop);
  if (signal?.aborted) stop();
  try {
    return await Promise.race([run(patience.signal), over.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}
