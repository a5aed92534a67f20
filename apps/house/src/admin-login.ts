import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const fileOf = (dataDir: string): string => join(dataDir, "admin-password");

/**
 * A real city's first account. The centre makes its password when it writes the city (unless `SIAGA_ADMIN_PASSWORD` gives one) and leaves it
 * in the data folder. It is said at that one start: what is said at every start ends in the system's journal.
 */
export function watchAdminLogin(dataDir: string): { readonly say: () => string } {
  const file = fileOf(dataDir);
  const wasThere = existsSync(file);
  const forgotten = "forgotten: npm run siaga -- staff password --login admin";
  return {
    say() {
      if (!existsSync(file)) return `admin (${forgotten})`;
      if (wasThere) return `admin, first password in ${file} (${forgotten})`;
      return `admin, password ${readFileSync(file, "utf8").trim()} (said this once; kept in ${file})`;
    },
  };
}
