/** A model that can be chosen although it may not be installed. */
export interface CatalogueEntry {
  name: string;
  /** Such as `1.7 GB`, as the download is. */
  size: string;
  description: string;
}

/** The model for when nothing else is known. */
export const FALLBACK_MODEL = "gemma:2b";

/** The reference's four models: small ones, that run on any machine. */
export const CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: FALLBACK_MODEL,
    size: "1.7 GB",
    description: "Google's Gemma with 2 billion parameters: a good beginning on any machine",
  },
  {
    name: "phi3",
    size: "2.2 GB",
    description: "Microsoft's Phi-3 Mini with 3.8 billion parameters: reasons well for its size",
  },
  {
    name: "llama3.2:1b",
    size: "1.3 GB",
    description: "Meta's Llama 3.2 with 1 billion parameters: quick, in many languages",
  },
  {
    name: "qwen2.5:1.5b",
    size: "986 MB",
    description: "Alibaba's Qwen 2.5 with 1.5 billion parameters: small, and good at code",
  },
];

/** The demo's only model. */
export const DEMO_MODEL = "demo";

/** What is offered when the demo answers in place of Ollama. */
export const DEMO_CATALOGUE: readonly CatalogueEntry[] = [
  {
    name: DEMO_MODEL,
    size: "no language model",
    description: "Fixed answers, to try the page",
  },
];
