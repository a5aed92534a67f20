import type { AgencyId, DispatchId } from "@siaga/core";
import type { AgencyLink, AgencyMessage } from "./agency-link.ts";

/** One open screen of an agency: a live connection that is signed in. */
export interface AgencyScreen {
  /**
   * The board or patch holding this dispatch was already sent on this connection. Resolves true when the
   * browser has it (a ping after it was answered), false when the connection went away first.
   */
  shown(dispatch: DispatchId): Promise<boolean>;
}

/** Where live connections of agency accounts register. */
export interface WebScreens {
  /** Call after the first board was sent. Returns the detacher, to be called when the connection closes. */
  attach(agency: AgencyId, screen: AgencyScreen): () => void;
}

/** Delivers on the agency's own screen: waits for one to be open as long as it takes. */
export function openWebChannel(delivered: (dispatch: DispatchId) => void): AgencyLink & WebScreens {
  const undelivered = new Map<DispatchId, AgencyMessage>();
  const screens = new Map<AgencyId, Set<AgencyScreen>>();

  const show = async (screen: AgencyScreen, { dispatch }: AgencyMessage): Promise<void> => {
    const reached = await screen.shown(dispatch);
    if (reached && undelivered.delete(dispatch)) delivered(dispatch);
  };

  return {
    channel: "web",
    send(message) {
      undelivered.set(message.dispatch, message);
      for (const screen of screens.get(message.agency) ?? []) void show(screen, message);
    },
    withdraw(dispatch) {
      undelivered.delete(dispatch);
    },
    attach(agency, screen) {
      const open = screens.get(agency) ?? new Set();
      screens.set(agency, open.add(screen));
      for (const message of undelivered.values()) if (message.agency === agency) void show(screen, message);
      return () => {
        open.delete(screen);
        if (open.size === 0) screens.delete(agency);
      };
    },
  };
}
