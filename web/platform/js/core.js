// The part every other library file leans on: bytes and text across the border, the one door
// through which every asynchronous answer enters C++ (gezhi_done), and the frame request.
// Here and beside: no destructuring, Emscripten 3.1.6's optimiser writes broken code for it.
mergeInto(LibraryManager.library, {
  $gz: {
    writer: 0,
    zoom: 1,
    frames: 0,
    text: (ptr) => UTF8ToString(ptr),
    copy: (ptr, length) => HEAPU8.slice(ptr, ptr + length),
    utf8: (text) => new TextEncoder().encode(text),
    // Calls fn(pointer, length) with a temporary copy of the bytes in wasm memory.
    lend: (bytes, fn) => {
      const ptr = _malloc(bytes.length || 1);
      HEAPU8.set(bytes, ptr);
      fn(ptr, bytes.length);
      _free(ptr);
    },
    // Answers request `id` once; code 0 or an HTTP status is an answer, negative is a failure
    // whose body is one English sentence.
    done: (id, code, body) => {
      const bytes = typeof body === 'string' ? gz.utf8(body) : body || new Uint8Array(0);
      gz.lend(bytes, (ptr, length) => _gezhi_done(id, code, ptr, length));
    },
    event: (kind, text) => {
      gz.lend(gz.utf8(text || ''), (ptr, length) => _gezhi_event(kind, ptr, length));
    },
    // [u32 length][bytes] repeated: how several strings or blobs travel as one.
    pack: (parts) => {
      let total = 0;
      const all = parts.map((part) => (typeof part === 'string' ? gz.utf8(part) : part));
      for (const part of all) total += 4 + part.length;
      const out = new Uint8Array(total);
      const view = new DataView(out.buffer);
      let at = 0;
      for (const part of all) {
        view.setUint32(at, part.length, true);
        out.set(part, at + 4);
        at += 4 + part.length;
      }
      return out;
    },
  },


  // --- canvas and frames ---
  gezhi_canvas_fit__deps: ['$gz'],
  gezhi_canvas_fit: function (out) {
    // Writes width, height (CSS px), pixel ratio, safe insets top, right, bottom, left as floats.
    const canvas = document.getElementById('canvas');
    const zoom = gz.zoom;
    const ratio = Math.min((window.devicePixelRatio || 1) * zoom, 4 * zoom);
    const view = window.visualViewport;
    // Two fingers magnify the page and do not make it smaller: its size is the layout's, and only
    // unmagnified the part that a soft keyboard leaves.
    const page = document.documentElement;
    const width = page.clientWidth / zoom;
    const height = (view && view.scale === 1 ? Math.round(view.height) : page.clientHeight) / zoom;
    const w = Math.round(width * ratio);
    const h = Math.round(height * ratio);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = width * zoom + 'px';
      canvas.style.height = height * zoom + 'px';
    }
    const mirror = document.getElementById('mirror').style;
    if (mirror.width !== width + 'px' || mirror.height !== height + 'px') {
      mirror.width = width + 'px';
      mirror.height = height + 'px';
      mirror.transform = zoom === 1 ? '' : 'scale(' + zoom + ')';
    }
    const style = getComputedStyle(page);
    const inset = (side) => (parseFloat(style.getPropertyValue('--inset-' + side)) || 0) / zoom;
    // The layout is as large as the canvas's whole pixels, so that none of them stays undrawn.
    HEAPF32.set([w / ratio, h / ratio, ratio, inset('top'), inset('right'), inset('bottom'), inset('left')],
                out >> 2);
  },

  gezhi_zoom__deps: ['$gz'],
  gezhi_zoom: function (zoom) {
    gz.zoom = zoom;
  },

  // ImGui's renderer asks the context for all of its state before every frame, to put it back after
  // it. Each question waits until the graphics process has done all it was given: on a phone longer
  // than everything else of the frame. Nobody but us draws here, so there is nothing to put back.
  gezhi_own_graphics: function () {
    const gl = GLctx;
    const ask = gl.getParameter.bind(gl);
    const unused = new Map([[gl.ACTIVE_TEXTURE, gl.TEXTURE0], [gl.VIEWPORT, new Int32Array(4)], [gl.SCISSOR_BOX, new Int32Array(4)]]);
    for (const name of ['CURRENT_PROGRAM', 'TEXTURE_BINDING_2D', 'SAMPLER_BINDING', 'ARRAY_BUFFER_BINDING', 'ELEMENT_ARRAY_BUFFER_BINDING', 'VERTEX_ARRAY_BINDING']) unused.set(gl[name], null);
    for (const name of ['BLEND_SRC_RGB', 'BLEND_SRC_ALPHA']) unused.set(gl[name], gl.ONE);
    for (const name of ['BLEND_DST_RGB', 'BLEND_DST_ALPHA']) unused.set(gl[name], gl.ZERO);
    for (const name of ['BLEND_EQUATION_RGB', 'BLEND_EQUATION_ALPHA']) unused.set(gl[name], gl.FUNC_ADD);
    gl.getParameter = (name) => (unused.has(name) ? unused.get(name) : ask(name));
    gl.isEnabled = () => false;
  },

  gezhi_request_frame__deps: ['$gz'],
  gezhi_request_frame: function () {
    requestAnimationFrame((now) => {
      globalThis.gezhi.frames_drawn = ++gz.frames;
      globalThis.gezhi.memory_bytes = HEAPU8.length;
      const began = performance.now();
      _gezhi_frame(now);
      globalThis.gezhi.frame_ms = performance.now() - began;
    });
  },

  gezhi_wake_in: function (ms) {
    return setTimeout(() => _gezhi_wake(), ms);
  },
  gezhi_wake_cancel: function (timer) {
    clearTimeout(timer);
  },

  gezhi_ready: function () {
    // The loading page watches this to take itself away.
    globalThis.gezhi.first_frame_ms = performance.now();
    document.documentElement.dataset.ready = '1';
    window.dispatchEvent(new Event('gezhi-ready'));
  },
  gezhi_log: function (level, ptr) {
    (level ? console.error : console.info)('gezhi: ' + UTF8ToString(ptr));
  },
});
