import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AreaSchema } from '@lapor/contracts/directory/v1/directory_service';
import { invalid } from '@lapor/kernel';
import { AREA_LEVELS } from '../domain/areas/area-code.ts';
import type { AreaLevel } from '../domain/areas/area-code.ts';
import type { Area } from '../domain/areas/area.ts';
import type { DirectoryParts } from '../parts.ts';
import type { DirectoryCalls } from './directory-calls.ts';

const DEFAULT_LIMIT = 10;
const MOST = 50;
const MOST_BELOW = 1_000;
const LONGEST_TEXT = 200;

type AreaCall = 'searchAreas' | 'getArea' | 'listAreas';

/** Places: public knowledge. */
export function areaCalls({ reference }: Pick<DirectoryParts, 'reference'>): Pick<DirectoryCalls, AreaCall> {
  const shown = (area: Area): MessageInitShape<typeof AreaSchema> => ({
    code: area.code,
    name: area.name,
    level: area.level,
    fullName: reference.areas().fullName(area.code),
  });
  return {
    async searchAreas({ text, within, level, limit }) {
      if (text.length > LONGEST_TEXT) throw invalid('text', `has at most ${LONGEST_TEXT} characters`);
      const matches = reference.areas().search(text, {
        limit: Math.min(limit === 0 ? DEFAULT_LIMIT : limit, MOST),
        ...(within === '' ? {} : { within }),
        ...(level === '' ? {} : { level: levelOf(level) }),
      });
      return { areas: matches.map(({ area }) => shown(area)) };
    },
    async getArea({ code }) {
      const area = reference.areas().get(code);
      const lineage = [...reference.areas().ancestors(code).toReversed(), area];
      return { area: shown(area), ancestors: lineage.map(shown) };
    },
    async listAreas({ parentCode, atMost }) {
      if (atMost > MOST_BELOW) throw invalid('at_most', `is at most ${MOST_BELOW}`);
      const areas = reference.areas();
      const code = parentCode === '' ? undefined : parentCode;
      const below = atMost === 0 ? areas.children(code) : areas.tiersBelow(code, atMost);
      return { areas: below.map(shown) };
    },
  };
}

function levelOf(typed: string): AreaLevel {
  const level = AREA_LEVELS.find((known) => known === typed);
  if (level === undefined) throw invalid('level', `is one of ${AREA_LEVELS.join(', ')}`);
  return level;
}
