// Two kinds of storage. `outbox`, `blobs` and `drafts` hold what exists nowhere else: a small IndexedDB
// database of our own, written with durability strict and read back before it counts, and sealed under
// the key of the account that is signed in: without it (signed out, somebody else) a record does not
// open and is as if it were not there. `files` (files.js) hold what the server can give again. Silence
// is a failure: every request has a watchdog.
//
// A sealed record: "GZS1", 12 bytes nonce, AES-256-GCM of the bytes; its place (store/key) is
// authenticated with it. A record that begins otherwise was written before there were seals, or on a
// page that has no crypto.subtle (plain http): it is taken as it is.
mergeInto(LibraryManager.library, {
  $gzStore: {
    db: null,
    opening: null,
    open: () => {
      if (gzStore.db) return Promise.resolve(gzStore.db);
      if (gzStore.opening) return gzStore.opening;
      gzStore.opening = new Promise((resolve, reject) => {
        const request = indexedDB.open('gezhi', 2);
        request.onupgradeneeded = () => {
          for (const name of ['outbox', 'blobs', 'drafts']) {
            if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name);
          }
        };
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error('another tab holds an older database'));
        request.onsuccess = () => {
          const db = (gzStore.db = request.result);
          db.onversionchange = () => db.close();
          db.onclose = () => {
            gzStore.db = null;
            gz.event(6, 'the browser closed the database');
          };
          resolve(db);
        };
      });
      gzStore.opening.finally(() => (gzStore.opening = null)).catch(() => 0);
      return gzStore.opening;
    },
    code_of: (error) => (error && error.name === 'QuotaExceededError' ? -2 : -1),
    running: 0,
    // Runs `work(db)` (a promise) for request `id`, answers exactly once, at the latest after 10 s.
    run: (id, work, needs) => {
      let open = true;
      gzStore.running += 1;
      const settle = (code, body) => {
        if (!open) return;
        open = false;
        gzStore.running -= 1;
        clearTimeout(timer);
        gz.done(id, code, body);
      };
      const timer = setTimeout(() => settle(-3, 'storage did not answer within 10 s'), 10000);
      (needs || gzStore.open()).then(work).then((body) => settle(0, body)).catch((error) => {
        settle(gzStore.code_of(error), String((error && (error.message || error.name)) || error));
      });
    },
    // A transaction as a promise: resolved only by `complete`.
    transact: (db, store, mode, strict, act) => new Promise((resolve, reject) => {
      const options = strict ? { durability: 'strict' } : undefined;
      const transaction = db.transaction(store, mode, options);
      let request = null;
      transaction.oncomplete = () => resolve(request && request.result);
      transaction.onabort = () => reject(transaction.error || new Error('the transaction was aborted'));
      transaction.onerror = (event) => reject(event.target.error || transaction.error);
      request = act(transaction.objectStore(store));
    }),
    same: (a, b) => {
      if (!a || a.length !== b.length) return false;
      for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
      return true;
    },
    // Sealing takes its time: writes begin in the order in which they were asked for all the same.
    turn: Promise.resolve(),
    in_turn: (work) => {
      const mine = Promise.all([gzStore.turn, work]).then((both) => both[1]);
      gzStore.turn = mine.catch(() => 0);
      return mine;
    },
    // The last that was asked of each key: what an earlier write reads back may be the later one's.
    asks: 0,
    newest: {},
    ask: (store, key) => {
      const name = store + '/' + key;
      const mine = ++gzStore.asks;
      gzStore.newest[name] = mine;
      return {
        stands: () => gzStore.newest[name] === mine,
        end: () => gzStore.newest[name] === mine && delete gzStore.newest[name],
      };
    },
    key: Promise.resolve(null),
    mark: [0x47, 0x5a, 0x53, 0x31],
    rule: (store, key, nonce) => ({ name: 'AES-GCM', iv: nonce, additionalData: gz.utf8(store + '/' + key) }),
    seal: async (sealing, store, key, bytes) => {
      const secret = await sealing;
      if (!secret) return bytes;
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      const box = new Uint8Array(await crypto.subtle.encrypt(gzStore.rule(store, key, nonce), secret, bytes));
      const out = new Uint8Array(16 + box.length);
      out.set(gzStore.mark);
      out.set(nonce, 4);
      out.set(box, 16);
      return out;
    },
    // null: not under this key.
    unseal: async (sealing, store, key, bytes) => {
      if (!gzStore.mark.every((byte, i) => bytes[i] === byte)) return bytes;
      const secret = await sealing;
      if (!secret) return null;
      try {
        const rule = gzStore.rule(store, key, bytes.slice(4, 16));
        return new Uint8Array(await crypto.subtle.decrypt(rule, secret, bytes.slice(16)));
      } catch (error) {
        return null;
      }
    },
    range: (prefix) => (prefix ? IDBKeyRange.bound(prefix, prefix + '\uffff') : undefined),
  },
  $gzStore__deps: ['$gz'],

  gezhi_store_put__deps: ['$gzStore', '$gzFiles'],
  gezhi_store_put: function (id, store_ptr, key_ptr, ptr, length) {
    const store = gz.text(store_ptr);
    const key = gz.text(key_ptr);
    const bytes = gz.copy(ptr, length);
    if (store === 'files') {
      gzStore.run(id, () => gzFiles.put(key, bytes), gzFiles.open());
      return;
    }
    // The key is that of who asks, whoever is signed in when it is done.
    const sealing = gzStore.in_turn(gzStore.seal(gzStore.key, store, key, bytes));
    const asked = gzStore.ask(store, key);
    gzStore.run(id, async (db) => {
      const sealed = await sealing;
      await gzStore.transact(db, store, 'readwrite', true, (s) => s.put(sealed, key));
      const back = await gzStore.transact(db, store, 'readonly', false, (s) => s.get(key));
      if (asked.stands() && !gzStore.same(back, sealed)) throw new Error('what was written did not read back equal');
      asked.end();
      return null;
    });
  },
  gezhi_store_key__deps: ['$gzStore'],
  gezhi_store_key: function (ptr, length) {
    const bytes = gz.copy(ptr, length);
    const usable = length > 0 && globalThis.crypto && crypto.subtle;
    gzStore.key = usable
      ? crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']).catch((error) => {
        console.error('gezhi: this browser can not seal: ' + error);
        return null;
      })
      : Promise.resolve(null);
  },
  gezhi_store_get__deps: ['$gzStore', '$gzFiles'],
  gezhi_store_get: function (id, store_ptr, key_ptr) {
    const store = gz.text(store_ptr);
    const key = gz.text(key_ptr);
    if (store === 'files') {
      gzStore.run(id, () => gzFiles.get(key), gzFiles.open());
      return;
    }
    const sealing = gzStore.key;
    gzStore.run(id, async (db) => {
      const found = await gzStore.transact(db, store, 'readonly', false, (s) => s.get(key));
      const open = found === undefined ? null : await gzStore.unseal(sealing, store, key, found);
      return gz.pack(open ? [open] : []);
    });
  },
  gezhi_store_remove__deps: ['$gzStore', '$gzFiles'],
  gezhi_store_remove: function (id, store_ptr, key_ptr) {
    const store = gz.text(store_ptr);
    const key = gz.text(key_ptr);
    if (store === 'files') {
      gzStore.run(id, () => gzFiles.remove(key), gzFiles.open());
      return;
    }
    const turn = gzStore.in_turn(null);
    const asked = gzStore.ask(store, key);
    gzStore.run(id, async (db) => {
      await turn;
      await gzStore.transact(db, store, 'readwrite', true, (s) => s.delete(key));
      asked.end();
      return null;
    });
  },
  gezhi_store_list__deps: ['$gzStore', '$gzFiles'],
  gezhi_store_list: function (id, store_ptr, prefix_ptr, with_values) {
    const store = gz.text(store_ptr);
    if (store === 'files') {
      const prefix = gz.text(prefix_ptr);
      gzStore.run(id, () => gzFiles.list(prefix, with_values), gzFiles.open());
      return;
    }
    const range = gzStore.range(gz.text(prefix_ptr));
    const sealing = gzStore.key;
    const listed = (db) => new Promise((resolve, reject) => {
      const s = db.transaction(store, 'readonly').objectStore(store);
      const keys = s.getAllKeys(range);
      const values = with_values ? s.getAll(range) : null;
      s.transaction.onabort = s.transaction.onerror = () => reject(s.transaction.error);
      s.transaction.oncomplete = () => resolve(keys.result.map((key, i) => [key, values ? values.result[i] : null]));
    });
    gzStore.run(id, async (db) => {
      const parts = [];
      for (const record of await listed(db)) {
        if (record[1] === null) {
          parts.push(record[0]);
          continue;
        }
        const open = await gzStore.unseal(sealing, store, record[0], record[1]);
        if (open) parts.push(record[0], open);
      }
      return gz.pack(parts);
    });
  },

  // One tab writes: the one that holds the lock. The others follow; each waits until the writer is
  // closed, or takes over at a press. It asks the writer first, which then ends what it is writing and
  // says so; who does not answer (a frozen tab) has the lock taken away.
  $gzTabs: {
    channel: null,
    waiting: null,
    asking: 0,
    held: false,  // this tab has the lock, even while it has given up writing for the one that asked
    kPatienceMs: 2000,
    hold: () => {
      clearTimeout(gzTabs.asking);
      gzTabs.asking = 0;
      gzTabs.held = true;
      gzTabs.write();
      return new Promise(() => 0);
    },
    write: () => {
      gzFiles.reload();  // another tab may have written meanwhile
      gz.writer = 1;
      gz.event(2, '1');
    },
    request: (options) => navigator.locks.request('gezhi-writer', options, gzTabs.hold).catch(() => {
      if (!options.signal || !options.signal.aborted) gzTabs.follow();
    }),
    follow: () => {
      gz.writer = 0;
      gzTabs.held = false;
      gz.event(2, '0');
      gzTabs.waiting = new AbortController();
      gzTabs.request({ signal: gzTabs.waiting.signal });
    },
    take_over: () => {
      if (gz.writer || gzTabs.asking) return;
      if (gzTabs.held) gzTabs.write();  // who asked never came for it
      if (gzTabs.held || !gzTabs.waiting) return;
      gzTabs.asking = setTimeout(gzTabs.steal, gzTabs.kPatienceMs);
      gzTabs.channel.postMessage('ask');
    },
    steal: () => {
      if (!gzTabs.asking || gz.writer) return;
      gzTabs.waiting.abort();
      gzTabs.request({ steal: true });
    },
    // The writer was asked: what is typed is kept, nothing new begins, what is under way is finished.
    give_up: () => {
      gz.event(2, '0');
      const look = () => {
        if (gzStore.running) return setTimeout(look, 20);
        gz.writer = 0;
        return gzTabs.channel.postMessage('given');
      };
      look();
    },
    hear: (message) => {
      if (message === 'ask' && gz.writer) gzTabs.give_up();
      if (message === 'given') gzTabs.steal();
    },
  },
  $gzTabs__deps: ['$gz', '$gzFiles', '$gzStore'],
  gezhi_store_claim__deps: ['$gzTabs'],
  gezhi_store_claim: function () {
    if (!navigator.locks) {
      gzTabs.hold();
      return;
    }
    gzTabs.channel = new BroadcastChannel('gezhi-writer');
    gzTabs.channel.onmessage = (event) => gzTabs.hear(event.data);
    // Whoever presses or types on this page means to work here.
    for (const type of ['click', 'input']) document.addEventListener(type, gzTabs.take_over, true);
    navigator.locks.request('gezhi-writer', { ifAvailable: true }, (lock) => {
      if (lock) return gzTabs.hold();
      gzTabs.follow();
      return undefined;
    }).catch(() => gzTabs.follow());
  },
  gezhi_store_persist__deps: ['$gz'],
  gezhi_store_persist: function (id) {
    const storage = navigator.storage;
    if (!storage || !storage.persist) {
      gz.done(id, 0, '0 0 0');
      return;
    }
    Promise.all([storage.persist(), storage.estimate()]).then((both) => {
      gz.done(id, 0, (both[0] ? 1 : 0) + ' ' + (both[1].usage || 0) + ' ' + (both[1].quota || 0));
    }).catch((error) => gz.done(id, -1, String(error)));
  },
});
