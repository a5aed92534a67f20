import type { FromDesk, ToDesk } from "@siaga/contracts/desk-link";
import type { Board, CallRow, LiveMessage, Patch } from "@siaga/contracts/live";
import type { WebSocket } from "ws";

type Rows = Partial<Omit<Patch, "type">>;
/** The live view and the exchange of one preview. The room stands still until it is told otherwise. */
export type Line = {
  readonly attach: (socket: WebSocket, path: string) => void;
  /** The live view says so on every screen. */
  readonly change: (rows: Rows) => void;
  /** The exchange says so to the desk. */
  readonly tell: (word: ToDesk) => void;
  /** A waiting caller rings at the desk. */
  readonly ring: (call: string) => void;
  readonly signOut: () => void;
};
type LineParts = { readonly boardNow: () => Board; readonly onWord: (word: FromDesk) => void };

const standing: ToDesk = {
  type: "standing",
  ringing: [],
  talking: null,
  held: false,
  answeredAt: null,
  failOpen: false,
};

export function openLine({ boardNow, onWord }: LineParts): Line {
  const [screens, desks] = [new Set<WebSocket>(), new Set<WebSocket>()];
  let board = boardNow();
  const say = (to: Iterable<WebSocket>, message: ToDesk | LiveMessage): void => {
    for (const socket of to) socket.send(JSON.stringify(message));
  };
  const change = (rows: Rows): void => {
    board = { ...board, seq: board.seq + 1 };
    say(screens, { type: "patch", seq: board.seq, at: Date.now(), ...rows });
  };
  const tell = (word: ToDesk): void => say(desks, word);
  const exchange = openExchange({ boardNow: () => board, change, tell });
  return {
    attach(socket, path) {
      const group = path.startsWith("/live") ? screens : desks;
      group.add(socket);
      socket.on("close", () => group.delete(socket));
      if (group === screens) {
        board = boardNow();
        return say([socket], board);
      }
      socket.on("message", (text) => {
        const word = JSON.parse(String(text)) as FromDesk;
        if (word.type !== "beat" && word.type !== "offer") onWord(word);
        exchange.hear(word);
      });
      say([socket], standing);
      const beat = setInterval(() => say([socket], { type: "beat", at: Date.now() }), 500);
      socket.on("close", () => clearInterval(beat));
    },
    change,
    tell,
    ring: exchange.ring,
    signOut: () => say(screens, { type: "signed-out" }),
  };
}

const desk = "meja-2";
/** ms by which the live view is ahead of the exchange when a call rings. */
const ahead = 150;
type ExchangeParts = Pick<Line, "change" | "tell"> & { readonly boardNow: () => Board };

/** Like the real one it rings a moment after the live view, and takes no answer before. */
function openExchange({ boardNow, change, tell }: ExchangeParts): Pick<Line, "ring"> & { hear(word: FromDesk): void } {
  let rings: string | null = null;
  function move(call: string, row: Partial<CallRow>, state: "ringing" | "on-call"): void {
    const { calls, desks } = boardNow();
    const mine = { ...desks[desk]!, state, since: Date.now(), listensTo: null, listensUntil: null };
    change({
      calls: { [call]: { ...calls[call]!, ...row } },
      desks: { [desk]: { ...mine, call: state === "on-call" ? call : null } },
    });
  }
  return {
    ring(call) {
      move(call, { state: "offered", offeredTo: [desk] }, "ringing");
      setTimeout(() => {
        rings = call;
        tell({ type: "ring", card: cardOf(boardNow().calls[call]!), expiresAt: Date.now() + 15_000 });
      }, ahead);
    },
    hear(word) {
      if (word.type !== "answer-call") return;
      if (rings !== word.call) return tell({ type: "stop-ringing", call: word.call });
      const at = Date.now();
      tell({ type: "joined", call: word.call, at });
      move(word.call, { state: "answered", offeredTo: [], desk, answeredAt: at }, "on-call");
    },
  };
}

const cardOf = ({ id, line, lineName, arrivedAt, number, test }: CallRow) => ({
  call: id,
  line,
  lineName,
  arrivedAt,
  number,
  test,
  callsToday: 1,
  calls30Days: 1,
  classified: {},
  genuine: null,
});
