import assert from "node:assert/strict";
import { startCommand } from "../../static/start_command.js";

const HERE = { page: "127.0.0.1", platform: "Linux x86_64" };

Deno.test("startCommand() names this system's own way where Ollama is looked for here", () => {
  const at = "http://127.0.0.1:11434";
  assert.equal(startCommand(at, HERE).command, "ollama serve");
  assert.equal(startCommand(at, { ...HERE, platform: "MacIntel" }).command, "open -a Ollama");
  assert.equal(startCommand(at, { ...HERE, platform: "Win32" }).command, "ollama serve");
  assert.equal(startCommand(at, HERE).where, "in a terminal");
});

Deno.test("startCommand() names the machine where Ollama is looked for on another one", () => {
  const { command, where } = startCommand("http://192.168.1.5:11434", HERE);
  assert.deepEqual([command, where], ["OLLAMA_HOST=0.0.0.0 ollama serve", "on 192.168.1.5"]);
});

Deno.test("startCommand() names the server's machine where the page comes from another one", () => {
  const away = { page: "box.local", platform: "MacIntel" };
  const { command, where } = startCommand("http://localhost:11434", away);
  assert.deepEqual([command, where], ["ollama serve", "on box.local"]);
});

Deno.test("startCommand() starts the service where Ollama is one of some containers", () => {
  assert.equal(startCommand("http://ollama:11434", HERE).command, "docker compose up -d ollama");
});
