import type { JSX } from "react";
import { HealthPanel } from "./HealthPanel.tsx";
import { TestNumbers } from "./TestNumbers.tsx";

/** What an administrator needs today: is everything up, and which numbers are tests. */
export function AdminScreen(): JSX.Element {
  return (
    <div className="admin-body">
      <HealthPanel />
      <TestNumbers />
    </div>
  );
}
