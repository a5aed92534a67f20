import type { ToDesk } from "@siaga/contracts/desk-link";
import type { DeskClaim } from "@siaga/contracts/http";
import { type DeskLine, openDeskLine } from "./desk-line.ts";

/** Requests of the person who sits here. */
export type Post = (path: string, body?: object) => Promise<Response>;

/** Signs in, takes the desk and opens its line, as the console does; the desk is not ready yet. */
export async function takeSeat(
  console: string,
  username: string,
  desk: string,
  hear: (word: ToDesk) => void,
): Promise<{ readonly post: Post; readonly line: DeskLine; readonly cookie: string }> {
  const { post, cookie } = await signIn(console, username);
  const claimed = await post("/api/desk", { desk });
  if (!claimed.ok) throw new Error(`${desk} cannot be taken: ${claimed.status} ${await claimed.text()}`);
  const { token, ports } = (await claimed.json()) as DeskClaim;
  return { post, cookie, line: await openDeskLine(`ws://127.0.0.1:${ports.http}/desk?token=${token}`, hear) };
}

/** A signed-in person's requests. */
async function signIn(console: string, username: string): Promise<{ readonly post: Post; readonly cookie: string }> {
  const ask = (path: string, body: object | undefined, cookie: string): Promise<Response> =>
    fetch(`${console}${path}`, {
      method: "POST",
      headers: { origin: console, cookie, ...(body && { "content-type": "application/json" }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const session = await ask("/api/session", { username, password: "siaga112" }, "");
  if (!session.ok) throw new Error(`${username} cannot sign in: ${session.status} ${await session.text()}`);
  const cookie = session.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  return { cookie, post: (path, body) => ask(path, body, cookie) };
}
