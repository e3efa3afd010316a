/** What the demo says: fixed texts for a few words, and otherwise what it was told. */

/** Tried in order: what is asked for stands before the greeting that came with it. */
const ANSWERS: [RegExp, string][] = [
  [
    /\b(table|compare)\b/i,
    `I am no language model; this table is a fixed one, to show how tables look:

| model | size | good for |
|---|---:|---|
| llama3.2:1b | 1.3 GB | quick answers on any machine |
| gemma:2b | 1.7 GB | a little more care |
| phi3 | 2.2 GB | reasoning in small steps |`,
  ],
  [
    /\b(code|program|function|python|javascript|script)\b/i,
    `I am no language model and cannot program. This is a fixed example, to show how code looks:

\`\`\`js
/** The greatest common divisor of two whole numbers. */
function gcd(a, b) {
  return b === 0 ? a : gcd(b, a % b);
}

console.log(gcd(252, 105)); // 21
\`\`\`

Code can be copied with the button in its corner.`,
  ],
  [
    /\b(list|markdown)\b/i,
    `I am no language model. A fixed piece of Markdown, then:

- a list, with **bold** and *italic* words
- a [link](https://ollama.com) that shows its host
- \`code\` in a line

> And a quotation, of nobody.`,
  ],
  [
    /\b(parley|what (is|are|can) (this|you)|who are you|help)\b/i,
    `I am Parley's demo and **no language model**, but this much is written into me:

**Parley is a chat with your own Ollama, in one executable.** The page talks to a small server over one WebSocket, the server asks Ollama, and every conversation is kept on your own disk.

1. Install Ollama from its home page and run \`ollama serve\`.
2. Fetch a small model: \`ollama pull gemma:2b\`.
3. Start Parley again, without \`DEMO\`.`,
  ],
  [
    /\b(hi|hello|hey|good (morning|evening|day)|hallo|hola|bonjour)\b/i,
    `Hello! I am Parley's demo and **no language model**: I know a handful of fixed answers.

Ask me *what is Parley*, or for *a table*, *some code* or *a list*, to see how answers look here.`,
  ],
];

/** The demo's answer, in Markdown: always the same to the same words. */
export function demoAnswer(said: string): string {
  if (said === "") {
    return "You said nothing, and I am a demo and no language model: ask me for *help*.";
  }
  const fixed = ANSWERS.find(([words]) => words.test(said))?.[1];
  if (fixed) return fixed;
  const echo = said.split("\n").map((line) => `> ${line}`).join("\n");
  return `I am Parley's demo and **no language model**, so I can only repeat what you said:

${echo}

Ask me for *help*, *a table* or *some code* to see more.`;
}
