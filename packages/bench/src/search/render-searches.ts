import { figure } from '../figure.ts';
import type { BenchOptions } from '../options.ts';
import type { SearchFigures, SearchMeasurement } from './measure-search.ts';

const HEAD = ['', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms', 'found', 'not to the end', 'failed'];
const GIGABYTE = 1024 ** 3;

/** One table for each officer, the same in a terminal and in a document. */
export function renderSearches(
  measurement: SearchMeasurement,
  { profile }: Pick<BenchOptions, 'profile'>,
): string {
  const { count, floor, searches, diskBytes, startSeconds, load } = measurement;
  const officers = [...new Set(searches.map(({ who }) => who))];
  const lines = [
    `Searches among ${count} cases, ${profile}: ${(diskBytes / GIGABYTE).toFixed(1)} GB, started in ${figure(startSeconds)} s; load ${load.map(figure).join(' to ')}`,
    '',
    row(HEAD),
    row(HEAD.map(() => '---')),
    row(['floor: a page of cases by their ids', ...times(floor), '', '', '']),
    ...officers.flatMap((officer) => [
      row([`officer of a ${officer}`, '', '', '', '', '', '', '']),
      ...searches.filter(({ who }) => who === officer).map(rowOf),
    ]),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf({ name, found, early, failed, ...figures }: SearchFigures): string {
  const some = (count: number, text: string) => (count === 0 ? '' : text);
  return row([
    name,
    ...times(figures),
    figure(found),
    some(early, `${Math.round(early * 100)} %`),
    some(failed, String(failed)),
  ]);
}

function times({
  p50,
  p95,
  p99,
  cpuMilliseconds,
}: Pick<SearchFigures, 'p50' | 'p95' | 'p99' | 'cpuMilliseconds'>): readonly string[] {
  return [p50, p95, p99, cpuMilliseconds].map(figure);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
