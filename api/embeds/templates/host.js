// Runs in the pages of others: elements that hold an embed, and frames that are as high as it.
// Called with the address of Tally, with what can be embedded, and with the languages there are.
((base, kinds, languages) => {
  const home = new URL("embed", `${base}/`).href;
  const highest = 20000;
  const patience = 5000;
  // frames in the shadow of elements, which the document does not find
  const shadowed = new Set();
  // the least height of a frame, in pixels: what it was given, so that nothing below it moves up
  const least = new WeakMap();
  // what an element does when its frame is heard
  const hearing = new WeakMap();

  const own = () =>
    [...document.querySelectorAll("iframe"), ...shadowed].filter((frame) =>
      frame.src.startsWith(`${home}/`),
    );
  const ask = (frame) => frame.contentWindow?.postMessage({ message: "ready" }, "*");

  // where the border counts as height, the embed needs that much more
  const border = (frame) =>
    getComputedStyle(frame).boxSizing === "border-box" ? frame.offsetHeight - frame.clientHeight : 0;

  // A frame is sandboxed and has no origin to go by: whoever is in one of ours may say how high it
  // is, and nothing else.
  addEventListener("message", ({ source, data }) => {
    const height = data?.message === "height" ? data.value : 0;
    if (!source || !Number.isFinite(height) || height <= 0 || height > highest) return;
    const frame = own().find((one) => one.contentWindow === source);
    if (!frame) return;
    if (!least.has(frame)) least.set(frame, Number(frame.getAttribute("height")) || 0);
    hearing.get(frame)?.();
    frame.style.height = `${Math.max(height + border(frame), least.get(frame))}px`;
  });
  own().forEach(ask);

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(":host{display:block}iframe{display:block;width:100%;border:0}");

  const element = (name, { paths, options }) =>
    class extends HTMLElement {
      static observedAttributes = [name, "height", "title", ...Object.keys(paths), ...options];
      #frame;
      #slot;

      connectedCallback() {
        this.#show();
        if (this.#frame) shadowed.add(this.#frame);
      }

      disconnectedCallback() {
        shadowed.delete(this.#frame);
      }

      attributeChangedCallback() {
        if (this.isConnected) this.#show();
      }

      #show() {
        const src = this.#address();
        if (!src) return;
        const before = this.#frame;
        // a new frame, since another address in the same one would be a step in the history
        const frame = before?.src === src ? before : this.#made(src);
        const given = Number(this.getAttribute("height")) || 0;
        frame.height = given || 400;
        frame.title = this.title || "Tally";
        least.set(frame, given);
        if (frame === before) return ask(frame);
        this.#frame = frame;
        shadowed.add(frame);
        if (before) {
          shadowed.delete(before);
          frame.style.height = before.style.height;
          before.replaceWith(frame);
        } else {
          const root = this.attachShadow({ mode: "open" });
          root.adoptedStyleSheets = [sheet];
          root.append(frame, (this.#slot = document.createElement("slot")));
        }
        this.#fall(false);
      }

      // what stands in the element, instead of the frame or not
      #fall(back) {
        this.#frame.style.display = back ? "none" : "";
        this.#slot.style.display = back ? "contents" : "none";
      }

      #address() {
        const variant = Object.keys(paths).find((one) => one && this.hasAttribute(one)) ?? "";
        const id = this.getAttribute(name);
        const path = paths[variant];
        if (!path || (path.includes("{id}") && !id)) return;
        const query = new URLSearchParams();
        for (const option of options) {
          const words = (this.getAttribute(option) ?? "").split(/\s+/).filter(Boolean);
          for (const word of words) {
            // HTML's own lang may be of a region, or another language: then it is not ours to read
            const value = option === "lang" ? word.toLowerCase().split("-")[0] : word;
            if (option !== "lang" || languages.includes(value)) query.append(option, value);
          }
        }
        const asked = `${query}` && `?${query}`;
        return home + path.replace("{id}", encodeURIComponent(id)) + asked;
      }

      #made(src) {
        const frame = document.createElement("iframe");
        frame.loading = "lazy";
        frame.setAttribute("sandbox", "allow-scripts allow-popups");
        frame.src = src;
        // a browser does not tell whether a frame failed; an embed that is there has told its height
        let heard = false;
        hearing.set(frame, () => {
          heard = true;
          if (frame === this.#frame) this.#fall(false);
        });
        frame.addEventListener("load", () => {
          ask(frame);
          setTimeout(() => heard || frame !== this.#frame || this.#fall(true), patience);
        });
        return frame;
      }
    };

  for (const [name, kind] of Object.entries(kinds)) {
    if (!customElements.get(`tally-${name}`)) {
      customElements.define(`tally-${name}`, element(name, kind));
    }
  }
})
