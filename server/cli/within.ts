/**
 * Runs something that may take so long, and no longer, even where it does not heed its signal.
 * @param limit in milliseconds
 * @throws whatever it throws, or that it took too long
 */
export async function within<T>(
  limit: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const patience = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    const reason = new Error(`There was no result within ${limit / 1000} s.`);
    patience.abort(reason);
    late.reject(reason);
  }, limit);
  try {
    return await Promise.race([run(patience.signal), late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
