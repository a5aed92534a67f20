import type { Reference } from "@siaga/contracts/http";
import Fuse from "fuse.js";

export type Area = Reference["areas"][number];

/** Finds kelurahan by what was heard: misspelt, run together, or with the kecamatan behind it. */
export function openAreaSearch(areas: readonly Area[]): (heard: string) => readonly Area[] {
  const indexed = areas.map((area) => ({
    area,
    name: plain(area.name),
    joined: plain(area.name).replaceAll(" ", ""),
    both: `${plain(area.name)} ${plain(area.district)}`,
  }));
  const fuse = new Fuse(indexed, {
    keys: [
      { name: "name", weight: 3 },
      { name: "joined", weight: 2 },
      { name: "both", weight: 1 },
    ],
    threshold: 0.42,
    ignoreLocation: true,
    includeScore: true,
  });
  return (heard) => {
    const asked = plain(heard);
    if (asked === "") return areas.slice(0, 8);
    const starting = indexed.filter(
      ({ name, joined }) => name.startsWith(asked) || joined.startsWith(asked.replaceAll(" ", "")),
    );
    const near = fuse.search(asked, { limit: 12 }).map(({ item }) => item);
    return [...new Set([...starting, ...near])].slice(0, 8).map(({ area }) => area);
  };
}

/** Lower case, letters and digits only, with the usual ways of writing one sound made one. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/\b(kelurahan|kel|desa|kecamatan|kec)\b\.?/g, " ")
    .replaceAll("oe", "u")
    .replaceAll("dj", "j")
    .replaceAll("tj", "c")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}
