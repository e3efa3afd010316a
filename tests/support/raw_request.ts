/** One HTTP request, written by hand: with the headers given and no others. */

export interface RawResponse {
  status: number;
  headers: Headers;
}

/** Sends a request to 127.0.0.1 and reads the head of the response. */
export async function rawRequest(
  port: number,
  { method = "GET", path, headers, body = "" }: {
    method?: string;
    path: string;
    headers: Readonly<Record<string, string>>;
    body?: string;
  },
): Promise<RawResponse> {
  using connection = await Deno.connect({ hostname: "127.0.0.1", port });
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const request = `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`;
  await connection.write(new TextEncoder().encode(request));
  const decoder = new TextDecoder();
  const buffer = new Uint8Array(16_384);
  let head = "";
  while (!head.includes("\r\n\r\n")) {
    const count = await connection.read(buffer);
    if (count === null) throw new Error(`The connection closed after ${JSON.stringify(head)}`);
    head += decoder.decode(buffer.subarray(0, count), { stream: true });
  }
  const [start, ...rest] = head.split("\r\n\r\n")[0].split("\r\n");
  return {
    status: Number(start.split(" ")[1]),
    headers: new Headers(rest.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()] as [string, string];
    })),
  };
}
