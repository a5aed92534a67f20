import type { JSX } from "react";
import { BulletinPanel } from "../bulletin/BulletinPanel.tsx";
import { KeptPanel } from "../lanes/KeptPanel.tsx";
import { LanePanel } from "../lanes/LanePanel.tsx";
import { SurgeLine } from "../lanes/SurgeLine.tsx";
import { CallbackPanel } from "../panels/CallbackPanel.tsx";
import { DesksPanel } from "../panels/DesksPanel.tsx";
import { LeftDrafts } from "../panels/LeftDrafts.tsx";

type FloodBodyProps = { readonly onContinue: (call: string | null) => void };

/** Between calls in a surge: the three lanes side by side, the desks, why one is kept free, the incident many call about. */
export function FloodBody({ onContinue }: FloodBodyProps): JSX.Element {
  return (
    <div className="flood-body" data-testid="flood">
      <SurgeLine />
      <div className="stack">
        <LanePanel lane="express" />
        <CallbackPanel />
      </div>
      <div className="stack">
        <LanePanel lane="claim" />
        <LeftDrafts onContinue={onContinue} />
      </div>
      <LanePanel lane="waiting" />
      <div className="stack">
        <DesksPanel />
        <BulletinPanel />
        <KeptPanel />
      </div>
    </div>
  );
}
