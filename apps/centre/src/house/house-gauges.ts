import { Gauge, type Registry } from "prom-client";
import type { Clock } from "../ports.ts";
import { type BackupSettings, readBackups } from "./backups.ts";
import { type DiskSettings, readDisks } from "./disks.ts";

/** What an alarm system outside should watch: room on each disk, and the age of the last good backup. */
export function openHouseGauges(registry: Registry, settings: DiskSettings & BackupSettings, clock: Clock): void {
  const free = new Gauge({
    name: "siaga_disk_free_bytes",
    help: "Room left, by what lies on the disk",
    labelNames: ["disk"],
    registers: [registry],
    async collect() {
      for (const { subject, freeBytes } of await readDisks(settings)) this.set({ disk: subject }, freeBytes);
    },
  });
  const scarce = new Gauge({
    name: "siaga_disk_scarce",
    help: "1 while a disk has less room than it should",
    labelNames: ["disk"],
    registers: [registry],
    async collect() {
      for (const { subject, freeBytes, least } of await readDisks(settings))
        this.set({ disk: subject }, freeBytes < least ? 1 : 0);
    },
  });
  const age = new Gauge({
    name: "siaga_backup_age_seconds",
    help: "Age of the last good backup; absent while there is none",
    registers: [registry],
    collect() {
      const { lastGoodAt } = readBackups(settings, clock.now());
      if (lastGoodAt !== null) this.set((clock.now() - lastGoodAt) / 1_000);
    },
  });
  for (const gauge of [free, scarce, age]) gauge.reset();
}
