import { createTimers } from "../transaction/timers.ts";
import type { TrunkStanding } from "../trunk.ts";
import type { UserAgentCore } from "./core.ts";
import { type Keepalive, startKeepalive } from "./keepalive.ts";
import { Registration, type RegistrationPace } from "./registration.ts";
import { coreFor, type Trunk } from "./trunks.ts";

type State = TrunkStanding["state"];

/** How all trunks stand: by their answers to OPTIONS and by their registrars' word. */
export type Standings = {
  readonly all: () => readonly TrunkStanding[];
  readonly onChange: (listener: (trunk: string, state: "up" | "down") => void) => void;
  readonly registrationOf: (trunk: Trunk) => Registration | null;
  /** Takes registrations back; waits a moment for the registrars (2·T1, a second). */
  readonly close: () => Promise<void>;
};

/** Starts asking and registering. Its clock is its own: it never stops, so leak tests must not count it. */
export function watchTrunks(
  core: UserAgentCore,
  trunks: readonly Trunk[],
  settings: { readonly keepaliveInterval: number | null; readonly registrationPace: RegistrationPace },
): Standings {
  const timers = createTimers();
  const registrations = new Map<Trunk, Registration>();
  const listeners: ((trunk: string, state: "up" | "down") => void)[] = [];
  const last = new Map<Trunk, State>();
  const standings = (): void => {
    for (const trunk of trunks) {
      const state = stateOf(trunk, keepalive, registrations.get(trunk) ?? null);
      if (state === (last.get(trunk) ?? "unknown")) continue;
      last.set(trunk, state);
      if (state !== "unknown") for (const listener of listeners) listener(trunk.setting.name, state);
    }
  };
  const asked = trunks.filter(({ setting }) => setting.options !== false);
  const keepalive = startKeepalive(core, asked, settings.keepaliveInterval, timers, standings);
  for (const trunk of trunks) {
    const { targets, setting } = trunk;
    if (targets === null || setting.registration === undefined) continue;
    const ports = { core: coreFor(core, trunk), targets, timers, pace: settings.registrationPace };
    const clock = { random: Math.random, now: () => performance.now(), changed: standings };
    const registration = new Registration(setting.registration, { ...ports, ...clock });
    registrations.set(trunk, registration);
    registration.start();
  }
  return {
    all: () => trunks.map((trunk) => standingOf(trunk, keepalive, registrations.get(trunk) ?? null)),
    onChange: (listener) => {
      listeners.push(listener);
      // A trunk may have failed before anybody listened.
      for (const [trunk, state] of last) if (state === "down") listener(trunk.setting.name, state);
    },
    registrationOf: (trunk) => registrations.get(trunk) ?? null,
    close: async () => {
      await Promise.all([...registrations.values()].map((one) => one.close(2 * core.intervals.t1)));
      timers.close();
    },
  };
}

/** Down when either says so; up when nothing says otherwise and at least one says so. */
function stateOf({ setting }: Trunk, keepalive: Keepalive, registration: Registration | null): State {
  const answers = keepalive.stateOf(setting.name);
  const registered = registration?.standing().state ?? null;
  if (answers === "down" || registered === "refused" || registered === "unreachable") return "down";
  if (registered === "registering") return "unknown";
  return registered === "registered" ? "up" : answers;
}

function standingOf(trunk: Trunk, keepalive: Keepalive, registration: Registration | null): TrunkStanding {
  const { setting, targets } = trunk;
  return {
    trunk: setting.name,
    state: stateOf(trunk, keepalive, registration),
    addresses: [...setting.addresses, ...(targets?.addresses() ?? [])],
    reaches: targets?.current()[0]?.address ?? null,
    registration: registration?.standing() ?? null,
  };
}
