export const DOCS_STYLE = `
:root { color-scheme: light dark; --line: #8885; --soft: #8881; --accent: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --accent: #8ab8f0; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 64rem; padding: 1rem; }
a { color: var(--accent); }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; overflow-wrap: anywhere; }
h2 { border-bottom: 1px solid var(--line); margin-top: 2.5rem; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .5rem 0; }
summary { cursor: pointer; padding: .5rem .75rem; }
summary:focus-visible { outline: 3px solid var(--accent); }
details > div { border-top: 1px solid var(--line); overflow-x: auto; padding: .25rem .75rem .75rem; }
.method { display: inline-block; font-weight: 700; min-width: 4.5rem; }
.what { display: block; opacity: .85; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .5rem .3rem 0; text-align: left; vertical-align: top; }
.required { font-weight: 700; }
nav ul { columns: 2; list-style: none; padding: 0; }
`;
