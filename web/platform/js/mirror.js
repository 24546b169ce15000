// The semantic mirror's DOM: applies the list of nodes that C++ sends after a frame, touching only
// what changed, and reports clicks, focus, text and scrolling back.
// A node: [key, parent, role, name, x, y, w, h, flags, value, extra]; flags as in mirror.h.
mergeInto(LibraryManager.library, {
  $gzMirror: {
    root: null,
    elements: null,
    opener: null,
    dialog: 0,
    restore: false,
    held: null,
    title: '',
    tags: { button: 'button', tab: 'button', option: 'div', radio: 'button', combobox: 'button',
            link: 'a', checkbox: 'input', switch: 'input', textbox: 'input', textarea: 'textarea',
            h1: 'h1', h2: 'h2', h3: 'h3', text: 'p', list: 'ul', listitem: 'li', region: 'section',
            navigation: 'nav', main: 'main', banner: 'header' },
    own_role: { tab: 1, radio: 1, combobox: 1, option: 1, switch: 1, status: 1, alert: 1, dialog: 1,
                img: 1, group: 1, tablist: 1, radiogroup: 1, listbox: 1, table: 1, row: 1, cell: 1,
                columnheader: 1, progressbar: 1, application: 1, list: 1 },
    // Roles that take no name from what they contain, and those that contain no text.
    label_named: { combobox: 1, textbox: 1, textarea: 1, checkbox: 1, switch: 1, progressbar: 1, img: 1,
                   status: 1, alert: 1, listitem: 1 },
    without_text: { combobox: 1, textbox: 1, textarea: 1, checkbox: 1, switch: 1, progressbar: 1, img: 1 },
    make: (key, role) => {
      const el = document.createElement(gzMirror.tags[role] || 'div');
      if (gzMirror.own_role[role]) el.setAttribute('role', role);
      if (el.tagName === 'BUTTON') el.type = 'button';
      if (role === 'checkbox' || role === 'switch') el.type = 'checkbox';
      if (role === 'dialog') {
        el.setAttribute('aria-modal', 'true');
        el.tabIndex = -1;
      }
      if (role === 'textbox' || role === 'textarea') {
        el.dataset.text = '1';
        el.spellcheck = false;
        el.addEventListener('input', () => {
          gz.lend(gz.utf8(el.value), (ptr, length) => _gezhi_text(key, ptr, length));
        });
        // A day or time is picked, wherever in the field it was pressed.
        el.addEventListener('click', () => {
          if (!/^date/.test(el.type) || !el.showPicker) return;
          try {
            el.showPicker();
          } catch (error) {
            // typed then
          }
        });
        el.addEventListener('keydown', (event) => {
          if (event.key === 'Enter' && role === 'textbox' && !event.isComposing && event.keyCode !== 229) {
            event.preventDefault();
            _gezhi_submit(key);
          }
        });
      }
      el.gz = { key: key, role: role, was: [] };
      return el;
    },
    set: (el, attribute, value) => {
      if (value === null || value === '') el.removeAttribute(attribute);
      else el.setAttribute(attribute, value);
    },
    // Brings one element up to date with its node.
    update: (el, node) => {
      const was = el.gz.was;
      const role = node[2];
      const flags = node[8];
      if (was[4] !== node[4] || was[5] !== node[5]) {
        el.style.left = node[4] + 'px';
        el.style.top = node[5] + 'px';
      }
      if (was[6] !== node[6] || was[7] !== node[7]) {
        el.style.width = node[6] + 'px';
        el.style.height = node[7] + 'px';
      }
      const holds_text = el.dataset.text;
      if (was[3] !== node[3]) {
        const leaf = flags & 0x400;
        if (!leaf || gzMirror.label_named[role]) gzMirror.set(el, 'aria-label', node[3]);
        if (leaf && flags & 0x200 && !was.length) {
          // A live region is read out when it changes, not when it comes.
          setTimeout(() => (el.textContent = el.gz.was[3]), 80);
        } else if (leaf && !gzMirror.without_text[role]) el.textContent = node[3];
      }
      if (was[8] !== flags) gzMirror.update_flags(el, role, flags, was[8] || 0);
      if (holds_text && el.value !== node[9] && (el !== document.activeElement || flags & 0x2000)) {
        el.value = node[9];
      }
      if (was[10] !== node[10] && node[10]) gzMirror.update_extra(el, node[10]);
      if (role === 'combobox' && was[9] !== node[9]) el.textContent = node[9];
      if (role === 'progressbar' && was[9] !== node[9]) el.setAttribute('aria-valuenow', node[9]);
      el.gz.was = node;
    },
    update_flags: (el, role, flags, was) => {
      const disabled = !!(flags & 1);
      if ('disabled' in el) el.disabled = disabled;
      gzMirror.set(el, 'aria-disabled', disabled ? 'true' : null);
      if (el.type === 'checkbox') el.checked = !!(flags & 2);
      else if (role === 'radio') el.setAttribute('aria-checked', flags & 2 ? 'true' : 'false');
      if (role === 'tab' || role === 'option') el.setAttribute('aria-selected', flags & 4 ? 'true' : 'false');
      else if (role === 'row') gzMirror.set(el, 'aria-selected', flags & 4 ? 'true' : null);
      else if (role === 'button') gzMirror.set(el, 'aria-pressed', flags & 0x4000 ? String(!!(flags & 4)) : null);
      if (flags & 0x1008) el.setAttribute('aria-expanded', flags & 8 ? 'true' : 'false');
      if (flags & 0x10) el.dataset.scroll = '1';
      if (flags & 0x20) el.dataset.gesture = '1';
      if (flags & 0x40) el.setAttribute('aria-invalid', 'true');
      else el.removeAttribute('aria-invalid');
      if ((flags ^ was) & 0x80) gzMirror.set(el, 'aria-current', flags & 0x80 ? 'page' : null);
      if (flags & 0x200) el.setAttribute('aria-live', role === 'alert' ? 'assertive' : 'polite');
      if (flags & 0x800) el.tabIndex = 0;
      const required = !!(flags & 0x10000);
      if ('required' in el) el.required = required;
      else if (required || (was & 0x10000)) gzMirror.set(el, 'aria-required', required ? 'true' : null);
    },
    update_extra: (el, extra) => {
      if (extra.content !== undefined) {
        let filler = el.gz.filler;
        if (!filler) {
          filler = el.gz.filler = document.createElement('div');
          filler.className = 'filler';
          filler.setAttribute('aria-hidden', 'true');
          el.appendChild(filler);
          el.gz.top = 0;
          el.addEventListener('scroll', () => {
            el.gz.top = el.scrollTop;
            _gezhi_scrolled(el.gz.key, el.scrollTop);
          }, { passive: true });
        }
        filler.style.height = extra.content + 'px';
      }
      if (extra.type) el.type = extra.type;
      if (extra.css) for (const name in extra.css) el.style.setProperty(name, extra.css[name]);
      if (extra.attr) for (const name in extra.attr) gzMirror.set(el, name, extra.attr[name]);
    },
    apply: (nodes) => {
      const live = new Map();
      const next = new Map();
      let dialog = 0;
      let moved = false;
      // Those that are gone go first: then those that stay stay where they are.
      const keys = new Set(nodes.map((node) => node[0]));
      gzMirror.elements.forEach((el, key) => {
        if (!keys.has(key)) el.remove();
      });
      // What leaves its parent is no longer where the next one of that parent goes.
      const leave = (el) => {
        if (next.get(el.parentNode) === el) next.set(el.parentNode, el.nextSibling);
        el.remove();
      };
      for (const node of nodes) {
        let el = gzMirror.elements.get(node[0]);
        if (el && el.gz.role !== node[2]) {
          leave(el);
          el = null;
        }
        if (!el) el = gzMirror.make(node[0], node[2]);
        live.set(node[0], el);
        const parent = (node[1] && live.get(node[1])) || gzMirror.root;
        if (el.parentNode && el.parentNode !== parent) leave(el);
        let place = next.has(parent) ? next.get(parent) : parent.firstChild;
        while (place && place.className === 'filler') place = place.nextSibling;
        if (place === el) next.set(parent, el.nextSibling);
        else {
          moved = moved || gzMirror.elements.has(node[0]);
          parent.insertBefore(el, place);
          next.set(parent, place);
        }
        gzMirror.update(el, node);
        if (node[2] === 'dialog') dialog = node[0];
      }
      if (moved) gzMirror.scroll_again(live);
      const lost = gzMirror.held && !gzMirror.held.isConnected;
      gzMirror.elements = live;
      gzMirror.guard_dialog(dialog);
      gzMirror.guard_page(lost);
    },
    // A scroller that is moved in the document, or whose parent is, loses its position without a word.
    scroll_again: (elements) => {
      elements.forEach((el) => {
        if (el.gz.filler && el.scrollTop !== el.gz.top) el.scrollTop = el.gz.top;
      });
    },
    // When a press led to another page, the keyboard goes on from that page's heading.
    guard_page: (lost) => {
      const head = gzMirror.root.querySelector('h1');
      const title = head ? head.textContent : '';
      if (title === gzMirror.title) return;
      gzMirror.title = title;
      if (!lost || !head || gzMirror.dialog) return;
      head.tabIndex = -1;
      head.focus({ preventScroll: true });
    },
    // Everything outside the topmost dialog is inert; focus goes in, and back when it closes.
    guard_dialog: (dialog) => {
      const top = dialog && gzMirror.elements.get(dialog);
      for (const child of gzMirror.root.children) {
        const inert = !!top && child !== top && child.gz.role !== 'status' && child.gz.role !== 'alert';
        if (child.inert !== inert) child.inert = inert;
      }
      if (dialog === gzMirror.dialog) return;
      if (dialog) {
        if (!gzMirror.dialog) gzMirror.opener = document.activeElement;
        top.focus({ preventScroll: true });
      } else if (gzMirror.opener) {
        if (gzMirror.opener.isConnected) gzMirror.opener.focus({ preventScroll: true });
        gzMirror.opener = null;
      }
      gzMirror.dialog = dialog;
    },
  },
  $gzMirror__deps: ['$gz', '$gzInput'],

  gezhi_mirror_start__deps: ['$gzMirror'],
  gezhi_mirror_start: function () {
    const root = (gzMirror.root = document.getElementById('mirror'));
    gzMirror.elements = new Map();
    root.addEventListener('click', (event) => {
      const el = event.target;
      if (!el.gz || gzInput.is_text(el)) return;
      if (el.tagName === 'A') event.preventDefault();
      const by_pointer = event.detail > 0 && performance.now() - gzInput.last_up < 150;
      if (!by_pointer) _gezhi_activate(el.gz.key);
      if (el.type !== 'checkbox') return;
      // The browser has toggled it already. Should the app not agree, the mirror says so again.
      setTimeout(() => {
        gzMirror.restore = true;
        _gezhi_mirror_resend();
      }, 400);
    });
    root.addEventListener('focusin', (event) => {
      const el = event.target;
      gzMirror.held = el;
      if (el.gz) _gezhi_focused(el.gz.key, gzInput.is_text(el) ? 2 : el.matches(':focus-visible') ? 1 : 0);
    });
    root.addEventListener('focusout', () => _gezhi_focused(0, 0));
  },
  gezhi_mirror_apply__deps: ['$gzMirror'],
  gezhi_mirror_apply: function (ptr, length) {
    gzMirror.apply(JSON.parse(UTF8ToString(ptr, length)));
    if (!gzMirror.restore) return;
    gzMirror.restore = false;
    gzMirror.elements.forEach((el) => {
      if (el.type === 'checkbox') el.checked = !!(el.gz.was[8] & 2);
    });
  },
  gezhi_mirror_scroll_to__deps: ['$gzMirror'],
  gezhi_mirror_scroll_to: function (key, y) {
    const el = gzMirror.elements.get(key >>> 0); // a wasm integer comes signed
    if (!el) return;
    el.scrollTop = y;
    if (el.gz.filler) el.gz.top = el.scrollTop;
    if (Math.abs(el.scrollTop - y) >= 1) _gezhi_scrolled(key, el.scrollTop); // less is there now
  },
  gezhi_mirror_focus__deps: ['$gzMirror'],
  gezhi_mirror_focus: function (key) {
    const el = gzMirror.elements.get(key >>> 0);
    if (el) el.focus();
  },
  gezhi_page_title: function (ptr) {
    document.title = UTF8ToString(ptr);
  },
  gezhi_page_style: function (name, value) {
    document.documentElement.style.setProperty(UTF8ToString(name), UTF8ToString(value));
    if (UTF8ToString(name) === '--bar') {
      const meta = document.querySelector('meta[name=theme-color]');
      if (meta) meta.content = UTF8ToString(value);
    }
  },
  gezhi_page_language: function (ptr) {
    document.documentElement.lang = UTF8ToString(ptr);
  },
});
