export { readOptions } from './options.ts';
export type { BenchOptions } from './options.ts';
export { measure } from './measure.ts';
export type { Measurement } from './measure.ts';
export type { Measured } from './measure-one.ts';
export { sectionsOf } from './report.ts';
export type { Row, Section } from './report.ts';
