import { mergeConfig } from 'vitest/config';
import int from '../../testing/vitest/int.ts';
import { together } from './together.ts';

// oxlint-disable-next-line import/no-default-export -- so vitest wants it
export default mergeConfig(int, together);
