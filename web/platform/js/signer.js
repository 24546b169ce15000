// The key pair by which an account signs on this device: ECDSA P-256, made here, not extractable, kept as
// a CryptoKey in a database of its own. Nothing on the page can read the private half; who clears the
// site's data makes the next one a new key, which the server enrols anew.
mergeInto(LibraryManager.library, {
  $gzSigner: {
    rule: { name: 'ECDSA', namedCurve: 'P-256' },
    keys: {},  // name → promise of the pair
    open: () => new Promise((resolve, reject) => {
      const request = indexedDB.open('gezhi-keys', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('pairs');
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
    }),
    transact: (db, mode, act) => new Promise((resolve, reject) => {
      const transaction = db.transaction('pairs', mode, { durability: 'strict' });
      const request = act(transaction.objectStore('pairs'));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error || request.error);
    }),
    // add() fails when another tab was first: its pair is the account's.
    make: async (name) => {
      if (!globalThis.crypto || !crypto.subtle) throw new Error('this page can not sign: it is not secure');
      const db = await gzSigner.open();
      const kept = await gzSigner.transact(db, 'readonly', (pairs) => pairs.get(name));
      if (kept) return kept;
      const made = await crypto.subtle.generateKey(gzSigner.rule, false, ['sign', 'verify']);
      try {
        await gzSigner.transact(db, 'readwrite', (pairs) => pairs.add(made, name));
        return made;
      } catch (error) {
        const other = await gzSigner.transact(db, 'readonly', (pairs) => pairs.get(name));
        if (other) return other;
        throw error;
      }
    },
    pair: (name) => {
      if (!gzSigner.keys[name]) {
        const making = gzSigner.make(name);
        gzSigner.keys[name] = making;
        making.catch(() => delete gzSigner.keys[name]);
      }
      return gzSigner.keys[name];
    },
    answer: (id, work) => {
      const timer = setTimeout(() => settle(-3, 'the key store did not answer within 10 s'), 10000);
      let open = true;
      const settle = (code, body) => {
        if (!open) return;
        open = false;
        clearTimeout(timer);
        gz.done(id, code, body);
      };
      work.then((buffer) => settle(0, new Uint8Array(buffer))).catch((error) => {
        settle(-1, String((error && (error.message || error.name)) || error));
      });
    },
  },
  $gzSigner__deps: ['$gz'],

  gezhi_signer_key__deps: ['$gzSigner'],
  gezhi_signer_key: function (id, name_ptr) {
    const name = gz.text(name_ptr);
    gzSigner.answer(id, gzSigner.pair(name).then((pair) => crypto.subtle.exportKey('raw', pair.publicKey)));
  },
  gezhi_signer_sign__deps: ['$gzSigner'],
  gezhi_signer_sign: function (id, name_ptr, ptr, length) {
    const name = gz.text(name_ptr);
    const message = gz.copy(ptr, length);
    const rule = { name: 'ECDSA', hash: 'SHA-256' };
    gzSigner.answer(id, gzSigner.pair(name).then((pair) => crypto.subtle.sign(rule, pair.privateKey, message)));
  },
});
