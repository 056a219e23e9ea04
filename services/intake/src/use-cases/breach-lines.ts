import type { BreachFormat } from '@lapor/portal';
import type { BreachPart } from './list-breach.ts';

/** A listing as a file, line by line. */
export function linesOf(parts: AsyncIterable<BreachPart>, format: BreachFormat): AsyncIterable<string> {
  return format === 'csv' ? csvLines(parts) : jsonLines(parts);
}

async function* jsonLines(parts: AsyncIterable<BreachPart>): AsyncGenerator<string> {
  for await (const part of parts) yield `${JSON.stringify(part)}\n`;
}

/** RFC 4180; nothing in it needs quotes. The last line has the number of complaints. */
async function* csvLines(parts: AsyncIterable<BreachPart>): AsyncGenerator<string> {
  yield 'kinds,sealed\r\n';
  for await (const part of parts) {
    if ('sealed' in part) yield `${part.kinds.join(' ')},${part.sealed}\r\n`;
    if ('counts' in part) yield `total ${part.counts.complaints},\r\n`;
  }
}
