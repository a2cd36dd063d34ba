"use strict";
// Loads the viewer and starts it. window.takt is what page and program know of each
// other: began (ms since the page was asked for), errors, software (the browser draws
// without a graphics card), and what the program adds.
(() => {
  const texts = document.body.dataset;
  const load = document.getElementById("load");
  const takt = {
    began: performance.now(),
    errors: [],
    // shown: the program has drawn its first picture.
    shown() {
      takt.first = performance.now();
      load.remove();
    },
    // fail: nothing can be shown, and why.
    fail(text) {
      takt.failed = true;
      const out = document.getElementById("text");
      if (out) {
        out.textContent = text;
        out.className = "wrong";
      } else {
        takt.note(text);
      }
      takt.errors.push(text);
    },
    // note: a line above the picture; none takes it away.
    note(text) {
      const out = document.getElementById("note");
      out.textContent = text || "";
      out.hidden = !text;
    },
    // download: gives whoever looks a file.
    download(name, bytes) {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10000);
      takt.given = name;
    },
    // lost: whether the server still answers.
    lost(yes) {
      takt.note(yes ? texts.lost : "");
    },
  };
  window.takt = takt;
  window.addEventListener("error", (e) => takt.errors.push(String(e.message)));
  window.addEventListener("unhandledrejection", (e) => takt.errors.push(String(e.reason)));

  if (typeof WebAssembly !== "object" || typeof Go !== "function") {
    takt.fail(texts.nowasm);
    return;
  }
  const probe = document.createElement("canvas").getContext("webgl2");
  if (!probe) {
    takt.fail(texts.nowebgl);
    return;
  }
  const info = probe.getExtension("WEBGL_debug_renderer_info");
  const card = probe.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : probe.RENDERER);
  takt.software = /swiftshader|llvmpipe|software/i.test(card);
  probe.getExtension("WEBGL_lose_context")?.loseContext();

  const go = new Go();
  fetch("takt.wasm")
    .then(async (answer) => {
      if (!answer.ok) throw new Error(await answer.text());
      return WebAssembly.instantiateStreaming(answer, go.importObject);
    })
    .then((program) => {
      takt.loaded = performance.now();
      return go.run(program.instance);
    })
    .then(() => takt.failed || takt.fail(texts.ended))
    .catch((e) => takt.fail(e.message || String(e)));
})();
