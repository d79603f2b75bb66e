/** The look of a specification as a page: what is read comes first, and what vouches for it stays out of the way. */
export const HTML_STYLE = `
:root {
  --ground: #fdfdfc; --raised: #f3f3f0; --text: #1d1d1b; --faint: #64645e; --line: #dcdcd6; --link: #1a56a8;
  --skipped: #8a5a00; --expected-to-fail: #6d3fb0; --to-be-written: #0b6a78;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #17181a; --raised: #202225; --text: #e4e4e0; --faint: #a0a19b; --line: #36383c; --link: #8ab6f5;
    --skipped: #e5b45c; --expected-to-fail: #c3a2f2; --to-be-written: #6fcbd9;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 76rem; padding: 0 1.25rem 4rem; background: var(--ground); color: var(--text);
  font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.15em; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font: 0.86em/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
h1, h2, h3 { line-height: 1.25; text-wrap: balance; }
h1 { margin: 2.5rem 0 0.25rem; font-size: 2rem; }
h2 { margin: 3rem 0 0; padding-bottom: 0.3rem; border-bottom: 1px solid var(--line); font-size: 1.5rem; }
h3 { margin: 2rem 0 0.5rem; font-size: 1.1rem; }
.count { color: var(--faint); font-size: 0.9rem; font-weight: normal; white-space: nowrap; }
.place, .note { margin: 0.25rem 0; color: var(--faint); font-size: 0.9rem; }
.summary { max-width: 46rem; margin: 1rem 0; font-size: 1.1rem; }
fieldset { display: flex; flex-wrap: wrap; gap: 0.4rem; margin: 1.25rem 0 0; padding: 0; border: 0; }
legend { float: left; padding: 0.2rem 0.4rem 0 0; }
fieldset label { padding: 0.15rem 0.7rem; border: 1px solid var(--line); border-radius: 1rem; font-size: 0.9rem; cursor: pointer; }
fieldset label:has(:checked) { border-color: var(--text); background: var(--raised); font-weight: 600; }
fieldset input { margin: 0 0.35rem 0 0; vertical-align: -0.1em; accent-color: var(--text); }
nav { margin-top: 2rem; max-height: 45vh; overflow: auto; padding: 0.75rem 1rem; border: 1px solid var(--line); border-radius: 0.5rem;
  font-size: 0.9rem; }
nav h2 { margin: 0 0 0.5rem; padding: 0; border: 0; font-size: 1rem; }
nav ul { margin: 0; padding: 0; list-style: none; }
nav ul ul { margin: 0 0 0.5rem; padding-left: 1rem; }
nav a { text-decoration: none; }
nav a:hover { text-decoration: underline; }
nav ul ul a { color: var(--text); }
.feature { content-visibility: auto; contain-intrinsic-size: auto 20rem; }
.feature > ol { margin: 0; padding: 0; list-style: none; }
.feature > ol > li { display: grid; grid-template-columns: 2.5rem 1fr; padding: 0.3rem 0; }
.feature > ol > li:target { background: var(--raised); }
.number { color: var(--faint); font-size: 0.85rem; line-height: 1.8; text-decoration: none; }
.sentence { margin: 0; max-width: 46rem; }
.state { white-space: nowrap; margin-left: 0.35rem; padding: 0 0.45rem; border: 1px solid currentColor; border-radius: 0.25rem;
  font-size: 0.8rem; }
.skipped > div > .sentence > .state { color: var(--skipped); }
.expected-to-fail > div > .sentence > .state { color: var(--expected-to-fail); }
.to-be-written > div > .sentence > .state { color: var(--to-be-written); }
.reason, .examples, details { color: var(--faint); font-size: 0.9rem; }
.examples { margin: 0.1rem 0 0; }
summary { width: fit-content; cursor: pointer; font-size: 0.85rem; }
details ul { margin: 0.25rem 0 0.5rem; padding-left: 1.2rem; }
details code { color: var(--text); }
@media (min-width: 62rem) {
  body { display: grid; grid-template-columns: 17rem minmax(0, 1fr); column-gap: 3rem; align-items: start; }
  header { grid-column: 1 / -1; }
  nav { position: sticky; top: 1rem; max-height: calc(100vh - 2rem); margin-top: 3rem; }
}
@media print {
  nav, fieldset { display: none; }
  .feature { content-visibility: visible; }
  details::details-content { content-visibility: visible; height: auto; }
}
${['verified', 'expected-to-fail', 'skipped', 'to-be-written']
  .map(
    (state) => `body:has(#show-${state}:checked) :is(.feature, .domain, nav li):not(.has-${state}),
body:has(#show-${state}:checked) .feature > ol > li:not(.${state}) { display: none; }`,
  )
  .join('\n')}
`
