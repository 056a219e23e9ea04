import { mergeConfig } from 'vitest/config';
import unit from '@lapor/testing/vitest/unit';
import { together } from './together.ts';

// oxlint-disable-next-line import/no-default-export -- so vitest wants it
export default mergeConfig(unit, together);
