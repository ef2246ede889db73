// Shows openapi.json, which lies beside the page, with the vendored Scalar, which then asks no
// other host for anything: no fonts, no telemetry, no agent, no hosted client.

"use strict";

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

async function start() {
  const content = await (await fetch("openapi.json")).json();
  for (const item of Object.values(content.paths))
    for (const operation of Object.values(item)) untickOptional(operation);

  Scalar.createApiReference("#reference", {
    content,
    documentDownloadType: "none", // openapi.json itself is to be had at its address
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: "never",
    defaultHttpClient: { targetKey: "shell", clientKey: "curl" },
    // On a narrow screen this button lies over the address.
    customCss: ".scalar-client .scalar-sidebar-toggle { display: none }",
  });
}

start().catch((error) => {
  document.querySelector("#reference").textContent = `The reference cannot be shown: ${error}`;
});
