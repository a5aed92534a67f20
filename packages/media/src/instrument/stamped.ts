import type { Sockets } from "../sockets/sockets.ts";
import { until } from "./until.ts";

/** The kernel begins to note times a moment after the first socket asks for it; before that it notes when it was read. */
export async function untilStamped(sockets: Sockets): Promise<void> {
  let waited = 0;
  const socket = (await sockets.bind(0, "udp4", (_, __, at) => (waited = performance.now() - at)))!;
  await until("the kernel notes times", async () => {
    socket.send(Buffer.from("when?"), { address: "127.0.0.1", port: socket.port });
    await new Promise((later) => setTimeout(later, 10));
    sockets.poll();
    return waited > 8;
  });
}
