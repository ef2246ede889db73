// Shows openapi.json, which lies beside the page, with the vendored Scalar, which then asks no
// other host for anything: no fonts, no telemetry, no agent, no hosted client.

"use strict";

// Read by the schema library within Scalar: it would try `eval`, which the page's policy forbids.
globalThis.__zod_globalConfig = { jitless: true };

// "Test request" would send the example of every filter at once. Offer optional ones unticked.
function untickOptional(operation) {
  for (const parameter of operation.parameters ?? []) {
    if (parameter.required) continue;
    const { schema = {} } = parameter;
    const named = Object.values(parameter.examples ?? {})[0]?.value;
    const value = parameter.example ?? named ?? schema.examples?.[0] ?? schema.default;
    if (value === undefined) continue;
    delete parameter.example;
    parameter.examples = { example: { value, "x-disabled": true } };
  }
}

// The `type` of a problem leads to docs#<slug>, which the description explains. Scalar takes any
// fragment for one of its own and rewrites it, so it is taken away first.
function takeProblem(description) {
  const slug = location.hash.slice(1);
  if (!slug || !description.includes(`id="${slug}"`)) return null;
  history.replaceState(null, "", location.pathname + location.search);
  return slug;
}

// Marks the explanation of a problem and brings it into view; tells whether it was there.
function mark(slug) {
  const found = document.getElementById(slug)?.closest("li");
  if (!found) return false;
  document.querySelector(".asked-for")?.classList.remove("asked-for");
  found.classList.add("asked-for");
  found.scrollIntoView({ block: "center" });
  return true;
}

let drawing = null;

// Scalar draws in its own time, which on a slow device is many seconds.
function goTo(slug) {
  drawing?.disconnect();
  if (mark(slug)) return;
  drawing = new MutationObserver(() => mark(slug) && drawing.disconnect());
  drawing.observe(document.querySelector("#reference"), { childList: true, subtree: true });
}

// The colours and the serif of site.css, which the page loads too.
const THEME = `
  .light-mode, .dark-mode {
    --scalar-background-1: var(--paper); --scalar-background-2: var(--code);
    --scalar-color-1: var(--ink); --scalar-color-2: var(--quiet); --scalar-color-3: var(--quiet);
    --scalar-color-accent: var(--accent); --scalar-border-color: var(--line);
    --scalar-link-color: var(--accent);
    --scalar-custom-header-height: 3.5rem;
  }
  .light-mode { --scalar-color-blue: #0a67a3 }
  section:focus-visible { outline: none } /* what a link leads to is focused as a whole */
  .section-header, .markdown h2, .markdown h3 { font-family: var(--serif) }
  .markdown pre code, .markdown pre code * { white-space: pre-wrap !important; overflow-wrap: anywhere }
  .asked-for { background: var(--code); border-radius: .2rem }
  /* On a narrow screen this button lies over the address. */
  .scalar-client .scalar-sidebar-toggle { display: none }
`;

async function start() {
  const content = await (await fetch("openapi.json")).json();
  for (const item of Object.values(content.paths))
    for (const operation of Object.values(item)) untickOptional(operation);
  const { description } = content.info;
  const slug = takeProblem(description);
  if (slug) goTo(slug);

  Scalar.createApiReference("#reference", {
    content,
    documentDownloadType: "none", // the bar leads to openapi.json
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    hideDarkModeToggle: true, // as the system is set, like the bar
    showDeveloperTools: "never",
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    customCss: THEME,
  });
  addEventListener("hashchange", () => {
    const asked = takeProblem(description);
    if (asked) goTo(asked);
  });
}

addEventListener("DOMContentLoaded", () => {
  start().catch((error) => {
    document.querySelector("#reference").textContent = `The reference cannot be shown: ${error}`;
  });
});

// Beside the reference and not in it, where Scalar would take it for a page it has to finish.
document
  .querySelector("#reference")
  .insertAdjacentHTML("afterend", '<p class="loading">Loading the reference\u2026</p>');
