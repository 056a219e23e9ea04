import { describe } from 'vitest';
import { openEmbeddedStore } from '../fixtures/embedded-store.ts';
import { searchCasesSuite } from '../fixtures/search-cases-suite.ts';

describe('a search, embedded', () => {
  searchCasesSuite(openEmbeddedStore);
});
