import type { Me } from "@siaga/contracts/http";

export type Screen = "desk" | "incidents" | "floor" | "policy" | "planner" | "agency" | "admin";

/** Which screens an account may open; the first is where it starts. */
export function screensOf({
  role,
  mayTakeCalls,
  desk,
}: Pick<Me, "role" | "mayTakeCalls" | "desk">): readonly [Screen, ...Screen[]] {
  switch (role) {
    case "agency":
      return ["agency"];
    case "admin":
      return ["admin", "floor", "incidents", "policy", "planner", ...(mayTakeCalls ? (["desk"] as const) : [])];
    case "supervisor":
      return desk === null
        ? ["floor", "incidents", "desk", "policy", "planner", "admin"]
        : ["desk", "incidents", "floor", "policy", "planner", "admin"];
    case "dispatcher":
      return mayTakeCalls ? ["desk", "incidents", "floor"] : ["incidents", "floor"];
    case "call-taker":
      return ["desk", "incidents", "floor"];
  }
}
