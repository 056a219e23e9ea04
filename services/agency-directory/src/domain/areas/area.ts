import type { AreaLevel } from './area-code.ts';

/** One place of the official administrative division. */
export interface Area {
  readonly code: string;
  readonly name: string;
  readonly level: AreaLevel;
  readonly parentCode?: string;
  /** The name as people write it: "Kel. Baloi Permai", "Desa Pongkar", "Kec. Batam Kota", "Distrik Abepura". */
  readonly label: string;
}
