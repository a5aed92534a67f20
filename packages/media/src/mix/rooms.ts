import type { RoomId } from "../plane.ts";
import { hears, type Relation, type Seat } from "./seat.ts";

/** Who is in which room. A room exists while somebody is in it. */
export class Rooms {
  readonly #rooms = new Map<RoomId, Set<Seat>>();

  get count(): number {
    return this.#rooms.size;
  }

  /** Puts the seat in the room, leaving any other. */
  join(room: RoomId, seat: Seat, relation: Relation): void {
    if (seat.room !== null && seat.room !== room) this.part(seat);
    const members = this.#rooms.get(room) ?? new Set();
    this.#rooms.set(room, members.add(seat));
    seat.room = room;
    seat.relation = relation;
    relate(members);
  }

  part(seat: Seat): void {
    const members = seat.room === null ? undefined : this.#rooms.get(seat.room);
    if (seat.room === null || members === undefined) return;
    members.delete(seat);
    if (members.size === 0) this.#rooms.delete(seat.room);
    seat.room = null;
    hear(seat, []);
    relate(members);
  }
}

function relate(members: ReadonlySet<Seat>): void {
  for (const listener of members)
    hear(
      listener,
      [...members].filter((speaker) => hears(listener, speaker)),
    );
}

/** Whom the seat hears from now on; its recording has the moment. */
function hear(seat: Seat, audible: Seat[]): void {
  const before = namesOf(seat.audible);
  seat.audible = audible;
  const now = namesOf(audible);
  if (now !== before) seat.recorder?.note(`hears ${now === "" ? "nobody" : now}`);
}

const namesOf = (seats: readonly Seat[]): string => seats.map(({ leg }) => leg.id).join(", ");
