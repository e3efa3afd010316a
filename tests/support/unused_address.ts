/** An address of this machine at which nothing listens: `http://127.0.0.1:PORT`. */
export function unusedAddress(): string {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return `http://127.0.0.1:${listener.addr.port}`;
}
