import type { LineSetting } from "@siaga/contracts/exchange-link";

/** Which line a dialled number belongs to, by configuration, later by the centre's word. */
export interface Lines {
  /** Never null: a number nobody configured, on a trunk we trust, is still somebody calling for help: the first line. */
  ofDialled(dialled: string): LineSetting;
  /** The line whose number is shown when we call somebody. */
  main(): LineSetting;
  isTest(line: string): boolean;
  replace(settings: readonly LineSetting[]): void;
}

const unnamed: LineSetting = { line: "112", dialled: ["112"], name: "112", test: false, recorded: false };

export function openLines(settings: readonly LineSetting[]): Lines {
  let lines = settings;
  const first = (): LineSetting => lines[0] ?? unnamed;
  return {
    ofDialled: (dialled) => lines.find((line) => line.dialled.includes(dialled)) ?? first(),
    main: first,
    isTest: (name) => lines.some((line) => line.line === name && line.test),
    replace(settings) {
      if (settings.length > 0) lines = settings;
    },
  };
}
