/** The executable, compiled once for all tests that run it. */

let compiled: Promise<string> | undefined;

/**
 * Compiles Parley as `deno task compile` does, with the Deno at `COMPILE_DENO` where that is set.
 * @returns the path of the executable
 * @throws when it could not be compiled, with what Deno said
 */
export function compileBinary(): Promise<string> {
  return compiled ??= compile();
}

async function compile(): Promise<string> {
  const deno = Deno.env.get("COMPILE_DENO") ?? Deno.execPath();
  const { success, stderr } = await new Deno.Command(deno, {
    args: ["task", "compile"],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`It could not be compiled: ${new TextDecoder().decode(stderr)}`);
  return decodeURIComponent(new URL("../../parley", import.meta.url).pathname);
}
