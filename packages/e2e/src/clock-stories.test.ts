import { inject } from 'vitest';
import { openCity } from './city-at-work.ts';
import { clockStories } from './clock-stories-suite.ts';

clockStories('clocks, in one process', () => openCity(inject('installedCity')));
