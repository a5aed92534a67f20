import type { House } from "./house.ts";
import { until } from "./until.ts";

/** A centre leads, sari sits at meja-1 and has answered the only caller; the two hear one another. */
export async function openTalking(house: House) {
  await house.centre.join();
  const desk = await house.desk("meja-1");
  await until("the desk stands", () => house.centre.state.linked.includes("meja-1"));
  house.centre.accept({ type: "operator.signed-in", operator: "sari", desk: "meja-1", role: "call-taker" });
  desk.says({ type: "ready" });
  const telephone = house.trunk.ring();
  const { id } = telephone.call;
  await until("the ring", () => desk.heard.some((word) => word.type === "ring"));
  desk.says({ type: "answer-call", call: id });
  await until("joined", () => house.media.rooms.get("meja-1") === id);
  return { desk, telephone, id };
}
