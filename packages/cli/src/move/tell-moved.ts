import type { MovedIn } from './move-into-servers.ts';

/** What came of it, in a few lines. */
export function tellMoved(moved: MovedIn, tell: (line: string) => void): void {
  if (moved.kind === 'done-before') {
    tell(`Nothing to do: it was all there already, and checked, on ${moved.at}.`);
    return;
  }
  tell(
    `${moved.documents} documents in ${moved.collections} collections and ${moved.files} files are there, each read back and the same; ` +
      `${moved.histories} histories fit their hashes; ${moved.publishedAgain} with news to publish again.`,
  );
  for (const broken of moved.brokenHistories) tell(`Not true to its hashes, here as before: ${broken}`);
}
