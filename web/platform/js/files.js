// Files in Emscripten's IDBFS, mounted at /data: journal segments, the district pack, photos that were
// looked at. IDBFS keeps the whole folder in memory and reconciles it with IndexedDB by time stamps,
// so: nothing is touched before the first load is done; one tab writes (the Web Lock of store.js);
// a file is never changed, a new batch takes a new name; saves run one after the other.
mergeInto(LibraryManager.library, {
  $gzFiles: {
    loaded: null,
    saving: null,
    wanted: null,
    path: (key) => '/data/' + encodeURIComponent(key),
    sync: (populate) => new Promise((resolve, reject) => {
      FS.syncfs(populate, (error) => (error ? reject(error) : resolve()));
    }),
    open: () => {
      if (!gzFiles.loaded) {
        FS.mkdir('/data');
        FS.mount(IDBFS, {}, '/data');
        gzFiles.loaded = gzFiles.sync(true);
      }
      return gzFiles.loaded;
    },
    reload: () => {
      gzFiles.loaded = gzFiles.loaded ? gzFiles.loaded.catch(() => 0).then(() => gzFiles.sync(true)) : gzFiles.open();
    },
    // A promise of a save that began after this call: the one under way may not hold what was just
    // written, so the next one answers for everybody who came meanwhile.
    save: () => {
      if (!gzFiles.saving) {
        gzFiles.saving = gzFiles.sync(false).finally(() => (gzFiles.saving = null));
        return gzFiles.saving;
      }
      if (!gzFiles.wanted) {
        gzFiles.wanted = gzFiles.saving.catch(() => 0).then(() => {
          gzFiles.wanted = null;
          return gzFiles.save();
        });
      }
      return gzFiles.wanted;
    },
    put: (key, bytes) => {
      FS.writeFile(gzFiles.path(key), bytes);
      return gzFiles.save().then(() => null);
    },
    get: (key) => {
      const path = gzFiles.path(key);
      return FS.analyzePath(path).exists ? gz.pack([FS.readFile(path)]) : gz.pack([]);
    },
    remove: (key) => {
      const path = gzFiles.path(key);
      if (!FS.analyzePath(path).exists) return null;
      FS.unlink(path);
      return gzFiles.save().then(() => null);
    },
    list: (prefix, with_values) => {
      const keys = FS.readdir('/data').filter((name) => name !== '.' && name !== '..').flatMap((name) => {
        try {
          return [decodeURIComponent(name)];
        } catch (error) {
          return []; // no name of ours
        }
      });
      const parts = [];
      for (const key of keys.filter((name) => name.startsWith(prefix)).sort()) {
        parts.push(key);
        if (with_values) parts.push(FS.readFile(gzFiles.path(key)));
      }
      return gz.pack(parts);
    },
  },
  $gzFiles__deps: ['$gz', '$FS', '$IDBFS'],
});
