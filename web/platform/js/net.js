// Requests to the server (same origin, cookies) and the WebSocket that only pokes.
mergeInto(LibraryManager.library, {
  $gzNet: {
    open: {},
    socket: null,
    path: '',
    delay: 1000,
    timer: 0,
    watch: 0,
    silent_ms: 10000, // without a word: the server is asked for one
    answer_ms: 4000,
    connect: () => {
      if (!gzNet.path || gzNet.socket || !navigator.onLine) return;
      const url = location.origin.replace(/^http/, 'ws') + gzNet.path;
      const socket = (gzNet.socket = new WebSocket(url));
      socket.onopen = () => {
        gzNet.delay = 1000;
        gzNet.heard();
        gz.event(4, '1');
      };
      socket.onmessage = (event) => {
        gzNet.heard();
        if (event.data !== '!') gz.event(5, String(event.data));
      };
      socket.onclose = () => gzNet.lost(socket);
    },
    lost: (socket) => {
      if (gzNet.socket !== socket) return;
      clearTimeout(gzNet.watch);
      gzNet.socket = null;
      socket.close();
      gz.event(4, '0');
      gzNet.later();
    },
    heard: () => {
      clearTimeout(gzNet.watch);
      gzNet.watch = setTimeout(gzNet.ask, gzNet.silent_ms);
    },
    // A socket does not tell that a server hangs, or that the way to it is gone: only an answer does.
    // Not while nobody looks, for it keeps a phone's radio awake.
    ask: () => {
      const socket = gzNet.socket;
      if (!socket || socket.readyState !== WebSocket.OPEN || document.hidden) return;
      clearTimeout(gzNet.watch);
      gzNet.watch = setTimeout(() => gzNet.lost(socket), gzNet.answer_ms);
      socket.send('?');
    },
    later: () => {
      clearTimeout(gzNet.timer);
      if (!gzNet.path) return;
      gzNet.timer = setTimeout(gzNet.connect, gzNet.delay * (0.7 + 0.6 * Math.random()));
      gzNet.delay = Math.min(gzNet.delay * 2, 60000);
    },
    now: () => {
      gzNet.delay = 1000;
      clearTimeout(gzNet.timer);
      gzNet.connect();
    },
  },
  $gzNet__deps: ['$gz'],

  // code: the HTTP status, or -1 no network, -2 time-out, -3 aborted.
  gezhi_http__deps: ['$gzNet'],
  gezhi_http: function (id, method, path, type, range, ptr, length, timeout_ms) {
    const request = new XMLHttpRequest();
    request.open(gz.text(method), gz.text(path));
    request.responseType = 'arraybuffer';
    request.timeout = timeout_ms;
    const end = (code, body) => {
      delete gzNet.open[id];
      gz.done(id, code, body);
    };
    request.onload = () => end(request.status, new Uint8Array(request.response || 0));
    request.onerror = () => end(-1, 'the server could not be reached');
    request.ontimeout = () => end(-2, 'the server did not answer in time');
    request.onabort = () => end(-3, 'stopped');
    if (length) request.upload.onprogress = (e) => _gezhi_progress(id, e.loaded, e.total);
    else request.onprogress = (e) => _gezhi_progress(id, e.loaded, e.total);
    const mime = gz.text(type);
    if (mime) request.setRequestHeader('Content-Type', mime);
    if (gz.text(range)) request.setRequestHeader('Content-Range', gz.text(range));
    gzNet.open[id] = request;
    request.send(length ? gz.copy(ptr, length) : null);
  },
  gezhi_http_abort__deps: ['$gzNet'],
  gezhi_http_abort: function (id) {
    if (gzNet.open[id]) gzNet.open[id].abort();
  },

  gezhi_pokes_open__deps: ['$gzNet'],
  gezhi_pokes_open: function (path) {
    gzNet.path = gz.text(path);
    gzNet.now();
  },
  gezhi_pokes_close__deps: ['$gzNet'],
  gezhi_pokes_close: function () {
    gzNet.path = '';
    clearTimeout(gzNet.timer);
    clearTimeout(gzNet.watch);
    if (gzNet.socket) gzNet.socket.close();
    gzNet.socket = null;
  },

  // What changes around the app, as events (numbers: enum class Event in device.h).
  gezhi_surroundings__deps: ['$gzNet'],
  gezhi_surroundings: function () {
    const flag = (query) => (matchMedia(query).matches ? '1' : '0');
    const watch = (kind, query) => {
      matchMedia(query).addEventListener('change', () => gz.event(kind, flag(query)));
      gz.event(kind, flag(query));
    };
    const online = () => {
      gz.event(1, navigator.onLine ? '1' : '0');
      if (navigator.onLine) gzNet.now();
    };
    window.addEventListener('online', online);
    window.addEventListener('offline', online);
    online();
    document.addEventListener('visibilitychange', () => {
      gz.event(3, document.hidden ? '0' : '1');
      if (document.hidden) return;
      gzNet.now();
      gzNet.ask();
    });
    gz.event(3, document.hidden ? '0' : '1');
    // Links come through messengers and sign printers: a stray % must not stop the app.
    const decoded = (text) => {
      try {
        return decodeURI(text);
      } catch (error) {
        return text;
      }
    };
    const route = () => gz.event(7, decoded(location.hash.replace(/^#/, '')));
    window.addEventListener('hashchange', route);
    route();
    watch(8, '(prefers-color-scheme: dark)');
    watch(9, '(prefers-contrast: more)');
    window.addEventListener('gezhi-update', () => gz.event(10, '1'));
    if (globalThis.gezhi.update_ready) gz.event(10, '1');
    gz.event(11, navigator.language || 'zh-CN');
  },
});
