/** One question under way for all who ask the same meanwhile. */

/**
 * Whoever asks while the question is under way shares its answer. An aborted signal ends the
 * waiting of the one who gave it, and not the question.
 */
export function singleFlight<Answer>(
  ask: () => Promise<Answer>,
): (options?: { signal?: AbortSignal }) => Promise<Answer> {
  let underWay: Promise<Answer> | undefined;
  return ({ signal } = {}) => {
    if (signal?.aborted) return Promise.reject(signal.reason);
    underWay ??= ask().finally(() => underWay = undefined);
    return signal ? unlessAborted(underWay, signal) : underWay;
  };
}

function unlessAborted<Answer>(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const abort = () => reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  answer.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  return promise;
}
