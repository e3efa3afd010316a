/** As much of a Dockerfile's grammar as this project uses. */

export interface Instruction {
  name: string;
  /** Words before the arguments: `--from=build` is `{from: "build"}`. */
  flags: Record<string, string>;
  args: string;
}

export interface Stage {
  base: string;
  name?: string;
  instructions: Instruction[];
}

/** The stages of a Dockerfile, in order. */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  const lines = text.replace(/^#.*$/gm, "").replace(/\\\n/g, " ").split("\n");
  for (const line of lines.map((line) => line.trim()).filter(Boolean)) {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (!name) throw new Error(`This is no instruction: ${line}`);
    if (name === "FROM") {
      const [, base, as] = /^(\S+)(?:\s+AS\s+(\S+))?$/.exec(rest) ?? [];
      stages.push({ base, name: as, instructions: [] });
    } else {
      const [, words] = /^((?:--\S+\s+)*)/.exec(rest) ?? [];
      const flags = [...words.matchAll(/--([\w-]+)=(\S+)/g)].map(([, key, value]) => [key, value]);
      const args = rest.slice(words.length);
      stages.at(-1)?.instructions.push({ name, flags: Object.fromEntries(flags), args });
    }
  }
  return stages;
}

/** The arguments of every instruction of that name in a stage. */
export function argsOf({ instructions }: Stage, name: string): string[] {
  return instructions.filter((entry) => entry.name === name).map(({ args }) => args);
}
