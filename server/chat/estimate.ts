/**
 * How many tokens turns have. Only Ollama knows: it counts each answer, and each prompt as a whole.
 * What it counted last in a conversation corrects the guesses there, and nowhere else, since one
 * text says nothing of another one's language.
 */
import type { ChatMessage } from "../ollama/ollama.ts";

/** A turn, with what Ollama counted of it. */
export interface Turn extends ChatMessage {
  /** Tokens of its text. */
  tokens?: number;
  /** Of an answer: the tokens of its whole prompt, and how many turns had been left out of that. */
  prompt?: { tokens: number; dropped: number };
  /** Hashes of its images. */
  shows?: readonly string[];
}

/** A prompt that was counted. */
export interface Counted {
  turns: readonly Turn[];
  tokens: number;
}

export type Estimate = ReturnType<typeof createEstimate>;

/** Tokens that a model's template puts around a message; the same few for all that were looked at. */
const AROUND = 6;
/** Tokens a UTF-16 unit: of English, and of scripts whose words are cut into smaller parts. */
const GUESS = { ascii: 0.25, other: 0.5 };
/** Tokens of an image: from some hundred to some thousand, as the model has it. */
const IMAGE = 256;
/**
 * Tokens by which a count and its guess may differ for reasons that are not the text's, as a
 * template's own words: what a count of a short prompt says is taken that much less seriously.
 */
const PRIOR = 100;

/** The least part by which guesses grow when they were too low; the next time it is twice this. */
const BOLDNESS = 0.1;

/** @param counted the conversation's last prompt that was counted */
export function createEstimate(counted?: Counted) {
  const guesses = new WeakMap<Turn, number>();
  let scale = 1;
  let image = IMAGE;
  let boldness = BOLDNESS;
  if (counted) correct(counted);

  function correct({ turns, tokens }: Counted) {
    const { known, text, images } = sumUp(turns);
    const rest = Math.max(0, tokens - known);
    if (images > 0) image = Math.max(1, (rest - text) / images);
    else scale = (rest + PRIOR) / (text + PRIOR);
  }

  /** Tokens that are known, guesses of the text that was not counted, and how many images there are. */
  function sumUp(turns: readonly Turn[]) {
    const sum = { known: 0, text: 0, images: 0 };
    for (const turn of turns) {
      sum.known += AROUND + (turn.tokens ?? 0);
      sum.text += turn.tokens === undefined ? guessOf(turn) : 0;
      sum.images += turn.shows?.length ?? 0;
    }
    return sum;
  }

  function guessOf(turn: Turn): number {
    const made = guesses.get(turn) ?? guess(turn.content);
    guesses.set(turn, made);
    return made;
  }

  return {
    /** About how many tokens messages have, all together. */
    measure(turns: readonly Turn[]): number {
      const { known, text, images } = sumUp(turns);
      return known + Math.ceil(text * scale + images * image);
    },

    /**
     * A window of so many tokens did not hold these messages: they have more than was thought. Each
     * time that this is so again it takes a greater step, so that few are needed.
     */
    learnTooLong(turns: readonly Turn[], limit: number) {
      const { known, text, images } = sumUp(turns);
      const guessed = text * scale + images * image;
      const needed = guessed > 0 ? (limit + 1 - known) / guessed : 1;
      const more = Math.max(1 + boldness, needed);
      boldness *= 2;
      scale *= more;
      image *= more;
    },
  };
}

/** The last prompt of these turns that Ollama counted, with the turns it had. */
export function lastCounted(turns: readonly Turn[]): Counted | undefined {
  const place = turns.findLastIndex(({ prompt }) => prompt);
  const prompt = turns[place]?.prompt;
  return prompt && { turns: turns.slice(prompt.dropped, place), tokens: prompt.tokens };
}

function guess(text: string): number {
  let other = 0;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) other++;
  return (text.length - other) * GUESS.ascii + other * GUESS.other;
}
