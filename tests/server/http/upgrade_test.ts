import assert from "node:assert/strict";
import { createCredentials } from "../../../server/http/credentials.ts";
import { createUpgrade } from "../../../server/http/upgrade.ts";
import { recordingLog } from "../../support/parley.ts";

Deno.test("fault 26: closeAll() lets nobody in any more, who would be cut off in mid-sentence", () => {
  const never = () => {
    throw new Error("Nobody was to be let in.");
  };
  const { upgrade, closeAll } = createUpgrade({
    talks: { conversations: never, basic: never },
    build: "a build",
    credentials: createCredentials({ trustProxy: false }),
    trustProxy: false,
    allowedHosts: [],
    maxSocketsPerAddress: 1,
    log: recordingLog(),
  });
  closeAll();
  const handshake = new Request("http://localhost/ws", {
    headers: {
      host: "localhost",
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    },
  });
  const address = { transport: "tcp", hostname: "127.0.0.1", port: 9 } as const;
  assert.equal(upgrade(handshake, address).status, 503);
});
