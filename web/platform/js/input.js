// Pointers, wheel and keys of the whole document, by coordinates, whatever mirror element lies
// under them. Text fields keep their own events; native scrollers keep wheel and touch panning.
mergeInto(LibraryManager.library, {
  $gzInput__deps: ['$gz'],
  $gzInput: {
    last_up: -1e9,
    is_text: (el) => el && (el.tagName === 'TEXTAREA' || (el.tagName === 'INPUT' && el.dataset.text)),
    on_scrollbar: (event) => {
      const el = event.target;
      if (!el.dataset || !el.dataset.scroll) return false;
      const box = el.getBoundingClientRect();
      return event.clientX - box.left > el.clientWidth * gz.zoom && el.scrollHeight > el.clientHeight;
    },
    pointer: (phase, event) => {
      const kind = event.pointerType === 'mouse' ? 0 : 1;
      _gezhi_pointer(phase, event.pointerId, event.clientX / gz.zoom, event.clientY / gz.zoom, event.button, kind);
    },
    role_of: (el) => (el && el.gz ? el.gz.role : ''),
    modifiers: (event) =>
      (event.ctrlKey || event.metaKey ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0),
  },
  gezhi_input_listen__deps: ['$gzInput', '$gz'],
  gezhi_input_listen: function () {
    const on = (target, type, fn, options) => target.addEventListener(type, fn, options);
    on(document, 'pointerdown', (event) => {
      if (gzInput.is_text(event.target) || gzInput.on_scrollbar(event)) return;
      const active = document.activeElement;
      if (gzInput.is_text(active)) active.blur();
      gzInput.pointer(0, event);
    });
    on(document, 'pointermove', (event) => gzInput.pointer(1, event));
    on(document, 'pointerup', (event) => {
      gzInput.last_up = performance.now();
      gzInput.pointer(2, event);
    });
    on(document, 'pointercancel', (event) => gzInput.pointer(3, event));
    on(document, 'pointerleave', () => _gezhi_pointer(4, 0, 0, 0, 0, 0));
    on(document, 'contextmenu', (event) => {
      if (!gzInput.is_text(event.target)) event.preventDefault();
    });
    on(document, 'wheel', (event) => {
      if (!event.target.closest || !event.target.closest('[data-gesture]')) {
        if (event.ctrlKey) event.preventDefault();
        return;
      }
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
      _gezhi_wheel(event.deltaX * unit, event.deltaY * unit, event.clientX / gz.zoom, event.clientY / gz.zoom,
                   event.ctrlKey ? 1 : 0);
    }, { passive: false });
    on(document, 'keydown', (event) => {
      if (event.isComposing || event.keyCode === 229) return;
      const in_text = gzInput.is_text(event.target);
      if (in_text && event.key !== 'Escape' && !(event.ctrlKey && event.key === 'Enter')) return;
      if ((event.key === 'Enter' || event.key === ' ') && /^(option|row|listitem)$/.test(gzInput.role_of(event.target))) {
        event.preventDefault();
        _gezhi_activate(event.target.gz.key);
        return;
      }
      gz.lend(gz.utf8(event.key), (ptr, length) => {
        if (_gezhi_key(1, ptr, length, gzInput.modifiers(event))) event.preventDefault();
      });
    });
    // Nothing on a canvas can be marked: Ctrl+C takes the words of the page, or of the dialog above it.
    on(document, 'copy', (event) => {
      if (gzInput.is_text(document.activeElement)) return;
      const mirror = document.getElementById('mirror');
      const shown = [...mirror.querySelectorAll('[role=dialog]')].pop() || mirror;
      event.clipboardData.setData('text/plain', shown.innerText);
      event.preventDefault();
    });
    on(document, 'keyup', (event) => {
      gz.lend(gz.utf8(event.key), (ptr, length) => _gezhi_key(0, ptr, length, gzInput.modifiers(event)));
    });
    const resized = () => {
      _gezhi_resized();
      const active = document.activeElement;
      if (gzInput.is_text(active)) setTimeout(() => active.scrollIntoView({ block: 'nearest' }), 200);
    };
    on(window, 'blur', () => _gezhi_blurred());
    const canvas = document.getElementById('canvas');
    on(canvas, 'webglcontextlost', (event) => event.preventDefault());
    on(canvas, 'webglcontextrestored', () => _gezhi_graphics_lost());
    on(window, 'resize', resized);
    if (window.visualViewport) on(window.visualViewport, 'resize', resized);
    const watch_ratio = () => {
      const query = matchMedia('(resolution: ' + window.devicePixelRatio + 'dppx)');
      query.addEventListener('change', () => { resized(); watch_ratio(); }, { once: true });
    };
    watch_ratio();
    on(window, 'scroll', () => window.scrollTo(0, 0));
  },
  gezhi_cursor: function (name) {
    document.getElementById('canvas').style.cursor = UTF8ToString(name);
  },
});
