import type { JSX } from "react";
import { useText } from "../words/words.ts";
import { acrossOf, type CurvePoint, downOf, pathOf, plot } from "./curve.ts";

export type Curve = { readonly name: string; readonly points: readonly CurvePoint[] };

/** Lines are told apart by their dashes and by the list of names; the colour only confirms them. */
const looks = [
  ["var(--accent)", ""],
  ["var(--text-2)", "7 4"],
  ["var(--warn)", "2 3"],
  ["var(--info)", "10 3 2 3"],
] as const;

/** How many of those in need were answered, by the time they waited: one line for each policy. */
export function AnswerCurves({
  curves,
  title,
}: {
  readonly curves: readonly Curve[];
  readonly title: string;
}): JSX.Element {
  const text = useText("charts");
  return (
    <figure className="curves">
      <figcaption className="dim">{text("answer-times")}</figcaption>
      <svg viewBox={`0 0 ${plot.width} ${plot.height}`} role="img" aria-label={`${title}: ${text("answer-times")}`}>
        <Axes />
        {curves.map(({ name, points }, n) => (
          <path key={name} d={pathOf(points)} fill="none" strokeWidth={2.5} {...strokeOf(n)} />
        ))}
      </svg>
      <ul className="curve-names">
        {curves.map(({ name }, n) => (
          <li key={name}>
            <svg viewBox="0 0 34 8" aria-hidden="true">
              <path d="M1 4H33" strokeWidth={2.5} {...strokeOf(n)} />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}

function strokeOf(place: number): { readonly stroke: string; readonly strokeDasharray: string } {
  const [stroke, strokeDasharray] = looks[place % looks.length] ?? looks[0];
  return { stroke, strokeDasharray };
}

function Axes(): JSX.Element {
  const text = useText("charts");
  return (
    <g className="axes">
      {[0, 0.25, 0.5, 0.75, 1].map((share) => (
        <g key={share}>
          <path d={`M${acrossOf(0)} ${downOf(share)}H${acrossOf(plot.seconds)}`} />
          <text x={plot.left - 5} y={downOf(share) + 4} textAnchor="end">
            {Math.round(share * 100)}%
          </text>
        </g>
      ))}
      {[0, 10, 20, 30, 60, 90, 120].map((seconds) => (
        <g key={seconds}>
          <path d={`M${acrossOf(seconds)} ${downOf(0)}v4`} />
          <text x={acrossOf(seconds)} y={plot.height - 8} textAnchor={seconds === plot.seconds ? "end" : "middle"}>
            {seconds === plot.seconds ? `${seconds} ${text("seconds")}` : seconds}
          </text>
        </g>
      ))}
    </g>
  );
}
