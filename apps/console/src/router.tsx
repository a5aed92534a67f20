import { createRootRoute, createRoute, createRouter, Navigate, Outlet } from "@tanstack/react-router";
import { type JSX, lazy, Suspense } from "react";
import { AdminScreen } from "./admin/AdminScreen.tsx";
import { AgencyScreen } from "./agency/AgencyScreen.tsx";
import { useMe } from "./api/queries.ts";
import { DeskScreen } from "./desk/DeskScreen.tsx";
import { FloorScreen } from "./floor/FloorScreen.tsx";
import { Frame } from "./frame/Frame.tsx";
import { type Screen, screensOf } from "./frame/screens.ts";
import { useSeat } from "./frame/use-desk-view.ts";
import { IncidentsScreen } from "./incidents/IncidentsScreen.tsx";
import { Icon } from "./parts/icon.tsx";
import { SignInScreen } from "./sign-in/SignInScreen.tsx";
import { WallScreen } from "./wall/WallScreen.tsx";
import { useText } from "./words/words.ts";

/** Seldom opened: fetched when they are, so that a desk does not wait for them. */
const PolicyScreen = lazy(async () => ({ default: (await import("./policy/PolicyScreen.tsx")).PolicyScreen }));
const PlannerScreen = lazy(async () => ({ default: (await import("./planner/PlannerScreen.tsx")).PlannerScreen }));

function Root(): JSX.Element {
  const me = useMe();
  if (me === undefined) return <Connecting />;
  if (me === null) return <SignInScreen />;
  return (
    <Frame key={me.operator} me={me}>
      <Outlet />
    </Frame>
  );
}

/** The first seconds only: afterwards the last known values stay on screen. */
function Connecting(): JSX.Element {
  const text = useText("sign-in");
  return (
    <main className="sign-in">
      <p className="card">
        <Icon name="mark" large /> {text("connecting")}
      </p>
    </main>
  );
}

function StartPage(): JSX.Element {
  const { me } = useSeat();
  return <Navigate to={`/${screensOf(me)[0]}`} replace />;
}

/** A screen this account may not open leads to the one it starts with. */
function only(screen: Screen, Shown: () => JSX.Element): () => JSX.Element {
  return function Allowed() {
    const { me } = useSeat();
    return screensOf(me).includes(screen) ? <Shown /> : <StartPage />;
  };
}

const root = createRootRoute({ component: Root, notFoundComponent: StartPage });
const start = createRoute({ getParentRoute: () => root, path: "/", component: StartPage });
const desk = createRoute({ getParentRoute: () => root, path: "/desk", component: only("desk", DeskScreen) });
const incidents = createRoute({
  getParentRoute: () => root,
  path: "/incidents",
  component: only("incidents", IncidentsScreen),
  validateSearch: (search: Record<string, unknown>): { incident?: string } =>
    typeof search["incident"] === "string" ? { incident: search["incident"] } : {},
});
const agency = createRoute({ getParentRoute: () => root, path: "/agency", component: only("agency", AgencyScreen) });
const floor = createRoute({ getParentRoute: () => root, path: "/floor", component: only("floor", FloorScreen) });
const wall = createRoute({ getParentRoute: () => root, path: "/wall", component: only("floor", WallScreen) });
const policy = createRoute({
  getParentRoute: () => root,
  path: "/policy",
  component: only("policy", () => (
    <Suspense>
      <PolicyScreen />
    </Suspense>
  )),
});
const planner = createRoute({
  getParentRoute: () => root,
  path: "/planner",
  component: only("planner", () => (
    <Suspense>
      <PlannerScreen />
    </Suspense>
  )),
});
const admin = createRoute({ getParentRoute: () => root, path: "/admin", component: only("admin", AdminScreen) });

export const router = createRouter({
  routeTree: root.addChildren([start, desk, incidents, agency, floor, wall, policy, planner, admin]),
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
