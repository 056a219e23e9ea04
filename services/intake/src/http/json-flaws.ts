import type { Issue } from '@lapor/kernel';

/**
 * A name given twice: readers disagree which of the two counts (RFC 8259 §4), and the one that is dropped may have been
 * "secret". `text` is valid JSON.
 */
export function findRepeatedName(text: string): Issue | undefined {
  /** Names seen in each object around; undefined for a list. */
  const around: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i += 1) {
    const sign = text[i];
    if (sign === '{') around.push(new Set());
    else if (sign === '[') around.push(undefined);
    else if (sign === '}' || sign === ']') around.pop();
    else if (sign === '"') {
      const end = endOfString(text, i);
      const names = around.at(-1);
      if (names !== undefined && isName(text, end)) {
        const name = JSON.parse(text.slice(i, end)) as string;
        if (names.has(name)) return { field: name.slice(0, LONGEST_NAME), rule: 'must not be given twice' };
        names.add(name);
      }
      i = end - 1;
    }
  }
  return undefined;
}

/** The name of a field may be as long as a body. */
const LONGEST_NAME = 100;

/** Behind the closing sign. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text[before] === '\\') before -= 1;
  return (at - before) % 2 === 0;
}

function isName(text: string, end: number): boolean {
  let next = end;
  while (' \t\n\r'.includes(text[next] ?? 'x')) next += 1;
  return text[next] === ':';
}

/**
 * What no text can have: half a character (it cannot be stored as it came) and NUL (it ends the text for some of those who read
 * it). In JSON both can only be written as an escape.
 */
export function findBrokenText(text: string, value: unknown): Issue | undefined {
  return /\\u(?:0000|[dD][89a-fA-F])/.test(text) ? brokenIn(value, []) : undefined;
}

function brokenIn(value: unknown, path: readonly string[]): Issue | undefined {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\0')) return undefined;
    return { field: path.join('.').slice(0, LONGEST_NAME), rule: 'must not hold NUL or half a character' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const issue = brokenIn(member, [...path, name]);
    if (issue !== undefined) return issue;
  }
  return undefined;
}
