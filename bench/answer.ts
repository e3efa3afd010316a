/** What is asked and answered in the bench: the question says how long the answer is to be. */

export interface Wish {
  /** Tokens of the answer. */
  tokens: number;
  /** How many of them a second, each the time it was written at; unset: as fast as it goes. */
  perSecond?: number;
}

const WORDS = [
  " the",
  " answer",
  " is",
  " größer",
  " than",
  " one",
  " thought",
  ",",
  " 答え",
  " 🙂",
];

/** A question that the fake Ollama knows how to answer. */
export function questionFor({ tokens, perSecond }: Wish): string {
  return `Write ${tokens} tokens${perSecond === undefined ? "" : ` at ${perSecond} a second`}.`;
}

/** What the last question in a request to Ollama wishes for. @throws when it has none */
export function wishIn(request: string): Wish {
  const found = [...request.matchAll(/Write (\d+) tokens(?: at (\d+) a second)?\./g)].at(-1);
  if (!found) throw new Error(`Cannot answer as nothing is asked for: ${request}`);
  const [, tokens, perSecond] = found;
  return {
    tokens: Number(tokens),
    ...(perSecond === undefined ? {} : { perSecond: Number(perSecond) }),
  };
}

/** The token at an index of an answer that comes as fast as it goes. */
export function tokenAt(index: number): string {
  return WORDS[index % WORDS.length];
}

/** The whole of such an answer. */
export function answerOf(tokens: number): string {
  return Array.from({ length: tokens }, (_, index) => tokenAt(index)).join("");
}

/** A token that tells when it was written: milliseconds since 1970. */
export function stampedToken(): string {
  return ` ${now().toFixed(3)}`;
}

/** The times in a text of such tokens. */
export function stampsIn(text: string): number[] {
  return text.trim().split(" ").map(Number);
}

/** Milliseconds since 1970, to the microsecond; the clocks of two processes agree within some. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
