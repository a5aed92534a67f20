/** What is to happen, in order of time; what was entered first comes first at the same instant. */
export interface Agenda {
  readonly now: number;
  /** Enters something at an instant (ms); an instant already past means now. */
  at(instant: number, happens: () => void): Entry;
  /** Lets everything happen up to and including `until`. */
  run(until: number): void;
}

/** Something entered; striking it out means that it never happens. */
export type Entry = { readonly instant: number; readonly order: number; happens: (() => void) | null };

const before = (one: Entry, other: Entry): boolean =>
  one.instant < other.instant || (one.instant === other.instant && one.order < other.order);

/** The simulation's clock: nothing else moves its time. */
export function openAgenda(start: number): Agenda {
  const heap: Entry[] = [];
  let [now, entered] = [start, 0];

  function rise(entry: Entry): void {
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[place] = heap[parent]!;
      place = parent;
    }
    heap[place] = entry;
  }
  function first(): Entry {
    const top = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return top;
    let place = 0;
    for (let child = 1; child < heap.length; child = 2 * place + 1) {
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[place] = heap[child]!;
      place = child;
    }
    heap[place] = last;
    return top;
  }
  return {
    get now() {
      return now;
    },
    at(instant, happens) {
      const entry: Entry = { instant: Math.max(now, instant), order: entered, happens };
      entered += 1;
      rise(entry);
      return entry;
    },
    run(until) {
      while (heap.length > 0 && heap[0]!.instant <= until) {
        const entry = first();
        now = entry.instant;
        entry.happens?.();
      }
      now = Math.max(now, until);
    },
  };
}
