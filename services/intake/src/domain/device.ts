/** First match wins: what calls itself Chrome or Safari besides is often something else. */
const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bVersion\/.*\bSafari\//, 'Safari'],
];
const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPad)\b/, 'iOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** What tells a device from others: what its browser was given, else where it is and which program it is. */
export function deviceKeyOf({
  deviceToken,
  clientAddress,
  userAgent = '',
}: {
  readonly deviceToken?: string | undefined;
  readonly clientAddress: string;
  readonly userAgent?: string | undefined;
}): string {
  const program = deviceOf(userAgent) || programOf(userAgent);
  return deviceToken === undefined ? `from ${clientAddress} ${program}` : `given ${deviceToken}`;
}

const LONGEST_PROGRAM = 40;

/** What a program that is no browser calls itself, without its version: "curl", "e-office". Only ever part of a keyed hash. */
function programOf(userAgent: string): string {
  const [name = ''] = userAgent.split(/[/\s(]/, 1);
  return name.toLowerCase().slice(0, LONGEST_PROGRAM);
}

/** What somebody signs in with, as people say it: "Firefox, Android". Nothing finer is kept of a browser's name for itself. */
export function deviceOf(userAgent: string): string {
  const nameIn = (list: typeof BROWSERS) => list.find(([sign]) => sign.test(userAgent))?.[1];
  return [nameIn(BROWSERS), nameIn(SYSTEMS)].filter((name) => name !== undefined).join(', ');
}
