/** The rules that variables keep: schemas from a text to a value, each with its rule in plain words. */
import * as v from "valibot";
import { messageOf } from "./describe.ts";
import { ollamaAddress } from "./ollama/address.ts";
import { isModelName } from "./ollama/model_name.ts";

export function number(min: number, max: number) {
  const rule = `must be a number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(/^[+-]?(\d+\.?\d*|\.\d+)$/, rule),
    v.transform(Number),
    v.minValue(min, rule),
    v.maxValue(max, rule),
  );
}

export function whole(min: number, max: number) {
  const rule = `must be a whole number from ${min} to ${max}`;
  return v.pipe(
    v.string(),
    v.regex(/^\d+$/, rule),
    v.transform(Number),
    v.minValue(min, rule),
    v.maxValue(max, rule),
  );
}

export function oneOf<const T extends readonly string[]>(...values: T) {
  return v.picklist(values, `must be one of ${values.join(", ")}`);
}

/** Off unless it is 1. */
export function flag() {
  return v.pipe(v.optional(oneOf("0", "1"), "0"), v.transform((value) => value === "1"));
}

export function modelName() {
  return v.pipe(v.string(), v.check(isModelName, "must be a model's name, such as gemma:2b"));
}

/** What can stand in an `Authorization` header, and is too long to be guessed. */
export function token() {
  const rule = "must have 16 characters or more, all of them letters, digits or signs of ASCII";
  return v.pipe(v.string(), v.regex(/^[\x21-\x7e]{16,}$/, rule));
}

/** An address to listen on, in its shortest form and without brackets. */
export function listenHost() {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      const { value } = dataset;
      const host = value.includes(":") && !value.startsWith("[") ? `[${value}]` : value;
      const url = NAME_ALONE.test(host) ? URL.parse(`http://${host}`) : null;
      if (url) return url.hostname.replace(/^\[|\]$/g, "");
      addIssue({ message: "must be an address or a name alone, such as 127.0.0.1 or 0.0.0.0" });
      return NEVER;
    }),
  );
}

/** Names by which this server is called, as they stand in a `Host` header. */
export function hostList() {
  const rule = "must be host names, each with a port or without, such as chat.example.org";
  const isHost = (text: string) => HOST_HEADER.test(text) && URL.canParse(`http://${text}`);
  return v.pipe(
    v.string(),
    v.transform((value) => value.split(",").map((part) => part.trim()).filter(Boolean)),
    v.check((hosts) => hosts.every(isHost), rule),
  );
}

const NAME_ALONE = /^(\[[\da-f:.]+\]|[\w.-]+)$/i;
const HOST_HEADER = /^(\[[\da-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i;

/** Where Ollama is, in the forms that Ollama itself takes. */
export function ollamaHost() {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }) => {
      try {
        return ollamaAddress(dataset.value);
      } catch (error) {
        addIssue({ message: messageOf(error) });
        return NEVER;
      }
    }),
  );
}
