/** Tasks one after the other; one that fails stops none behind it. */
export type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

export function openTurns(): InTurn {
  let work: Promise<unknown> = Promise.resolve();
  return (task) => {
    const done = work.then(task);
    work = done.catch(() => {});
    return done;
  };
}

/** Group commit: whatever is asked while the disk is busy is written together, in the order it was asked. */
export interface Groups<T> {
  add(some: readonly T[]): Promise<void>;
  /** What is added from now on goes behind whatever takes its turn next. */
  part(): void;
}

export function openGroups<T>(inTurn: InTurn, write: (group: readonly T[]) => Promise<void>): Groups<T> {
  type Group = { readonly members: T[]; written: Promise<void> };
  let waiting: Group | null = null;

  const open = (): Group => {
    const group: Group = { members: [], written: Promise.resolve() };
    group.written = inTurn(() => {
      if (waiting === group) waiting = null;
      return write(group.members);
    });
    return group;
  };
  return {
    add(some) {
      waiting ??= open();
      waiting.members.push(...some);
      return waiting.written;
    },
    part() {
      waiting = null;
    },
  };
}
