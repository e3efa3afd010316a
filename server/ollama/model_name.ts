/**
 * One part of a name: Ollama's own characters (`types/model/name.go`), and never two dots in a row,
 * so that a name is no path either.
 */
const PART = "[A-Za-z0-9_](?:[A-Za-z0-9_-]|\\.(?!\\.))*";
const NAMESPACE = "[A-Za-z0-9_][A-Za-z0-9_-]*";
const HOST = `${PART}(?::[0-9]{1,5})?`;
const NAME = new RegExp(`^(?:(?:${HOST}/)?${NAMESPACE}/)?${PART}(?::${PART})?$`);

/**
 * Whether text is a model name as Ollama takes it, `[[host/]namespace/]name[:tag]`, of at most
 * 200 characters.
 */
export function isModelName(text: string): boolean {
  return text.length <= 200 && NAME.test(text);
}

/** The name with its tag; a name without one means `latest`, and Ollama lists it so. */
export function fullModelName(name: string): string {
  return name.lastIndexOf(":") > name.lastIndexOf("/") ? name : `${name}:latest`;
}
