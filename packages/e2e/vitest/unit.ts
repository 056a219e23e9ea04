import { mergeConfig } from 'vitest/config';
import unit from '../../testing/vitest/unit.ts';
import { together } from './together.ts';

// oxlint-disable-next-line import/no-default-export -- so vitest wants it
export default mergeConfig(unit, together);
