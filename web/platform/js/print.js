// Printing: builds the document of print.h in a frame of its own and asks the browser to print that.
mergeInto(LibraryManager.library, {
  $gzPrint: {
    element: (page, tag, kind, text) => {
      const el = page.createElement(tag);
      if (kind) el.className = kind;
      el.textContent = text;
      return el;
    },
    row: (page, block) => {
      const row = page.createElement('tr');
      for (const cell of block.cells) {
        row.appendChild(gzPrint.element(page, block.kind === 'row_head' ? 'th' : 'td', '', cell));
      }
      return row;
    },
    pair: (page, block) => {
      const el = gzPrint.element(page, 'p', 'pair', '');
      el.append(gzPrint.element(page, 'span', 'name', block.text),
                gzPrint.element(page, 'span', block.value ? 'value' : 'value blank', block.value));
      return el;
    },
    // The rules that came with the app's page: no request, so it looks the same without network.
    adopt: (frame, page) => {
      const style = document.getElementById('print-style');
      if (!style || !style.sheet || !page.adoptedStyleSheets) return false;
      const sheet = new frame.contentWindow.CSSStyleSheet();
      sheet.replaceSync(Array.from(style.sheet.cssRules, (rule) => rule.cssText).join('\n'));
      page.adoptedStyleSheets = [sheet];
      return true;
    },
    link: (page, go) => {
      const style = page.createElement('link');
      style.rel = 'stylesheet';
      style.href = new URL('print.css', location.href).href;
      style.onload = go;
      style.onerror = go;  // better plain than not at all
      page.head.appendChild(style);
    },
    fill: (page, blocks) => {
      let table = null;
      for (const block of blocks) {
        if (block.kind === 'row' || block.kind === 'row_head') {
          if (!table) {
            table = page.createElement('table');
            page.body.appendChild(table);
          }
          table.appendChild(gzPrint.row(page, block));
          continue;
        }
        table = null;
        const tag = block.kind === 'title' ? 'h1' : block.kind === 'head' ? 'h2' : 'p';
        page.body.appendChild(block.kind === 'pair' ? gzPrint.pair(page, block)
          : gzPrint.element(page, tag, block.kind, block.text));
      }
    },
  },
  gezhi_print__deps: ['$gzPrint'],
  gezhi_print: function (json) {
    const doc = JSON.parse(UTF8ToString(json));
    const before = document.getElementById('print');
    if (before) before.remove();
    const frame = document.createElement('iframe');
    frame.id = 'print';
    frame.title = doc.title;
    frame.setAttribute('aria-hidden', 'true');
    frame.tabIndex = -1;
    document.body.appendChild(frame);
    const page = frame.contentDocument;
    page.documentElement.lang = doc.language;
    page.title = doc.title;
    const go = () => {
      frame.dataset.ready = '1';
      frame.contentWindow.focus();
      frame.contentWindow.print();
    };
    gzPrint.fill(page, doc.blocks);
    if (!gzPrint.adopt(frame, page)) gzPrint.link(page, go);
    else go();
  },
});
