// What was typed and is not handed in. A draft belongs to an account, a form and a subject; it is kept
// in the device's store with its photos, comes back after a reload, and goes when it is sent or thrown
// away. At sign-out it leaves memory and stays sealed for its author (ports.h).
//
//   BookOf<Form>& book = session.drafts().book<Form>("visit");
//   Form& form = book.of(draft_key(one));                    // every frame in which it is drawn
//   book.discard(draft_key(one));                            // after sending
//
// Form::fields() lists what a person has given, never why the last try failed. A number that begins
// below 0 is listed with from_minus_one(). References stay valid as long as the session.
//
// Bounds: kDraftsMax drafts an account, the oldest goes; a draft of more than kDraftBytesMax is not
// kept. Cost: an encoding a frame for each draft that is drawn; one strict write a second at most.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/codec.h"
#include "core/base/sha256.h"
#include "core/cases/op_photos.h"
#include "core/cases/subject_key.h"
#include "web/app/photo_queue.h"

namespace gezhi::app {

inline constexpr std::size_t kDraftsMax = 40;
inline constexpr std::size_t kDraftBytesMax = 64 * 1024;
inline constexpr std::uint64_t kTypedMax = std::uint64_t{1}
                                           << 30;  // a text half typed has no limit yet

// As stored.
struct KeptDraft {
  TimeMs written;
  std::vector<Digest> photos;
  Bytes form;

  template <class V>
  void fields(V& v) {
    v(1, "written", written);
    v(2, "photos", photos);
    v(3, "form", form, kTypedMax);
  }
};

template <class V>
void from_minus_one(V& v, std::uint32_t key, const char* name, int& chosen) {
  std::int32_t shifted = chosen + 1;
  v(key, name, shifted);
  chosen = shifted - 1;
}

// What was typed field by field, as a list of pairs.
template <class T>
struct ByPath {
  std::string path;
  T value{};

  template <class V>
  void fields(V& v) {
    v(1, "path", path);
    v(2, "value", value, kTypedMax);
  }
};
template <class V, class T>
void in_pairs(V& v, std::uint32_t key, const char* name, std::map<std::string, T>& all) {
  std::vector<ByPath<T>> list;
  for (const auto& [path, value] : all) list.push_back({path, value});
  v(key, name, list);
  for (const ByPath<T>& each : list) all[each.path] = each.value;
}

// What a draft about a case, or about an order in it, belongs to. By street too: two streets can have
// cases of one id, and what was written about one never stands under the other.
std::string draft_key(const SubjectKey& subject, TaskId task = {});
std::string draft_key(const Case& one, TaskId task = {});

class Drafts;

// The drafts of one form; everything about them but their type.
class DraftBook {
 public:
  DraftBook(Drafts& drafts, std::string form) : drafts_(drafts), form_(std::move(form)) {}
  virtual ~DraftBook() = default;
  DraftBook(const DraftBook&) = delete;
  DraftBook& operator=(const DraftBook&) = delete;

  // When it was written, if it stood here already when its form was opened; else none.
  TimeMs found(std::string_view subject) const;
  void discard(std::string_view subject);
  std::string key_of(std::string_view subject) const { return form_ + "/" + std::string(subject); }

 protected:
  struct Page {
    virtual ~Page() = default;
    virtual Bytes bytes() const = 0;
    virtual bool take(ByteView bytes) = 0;  // false: of an older form, not readable
    virtual void find_photos(std::set<Digest>& all) const = 0;

    bool begun = false;
    bool settled = false;       // its first frame is over: what a form fills in by itself is in it
    bool restored = false;      // from the store
    bool drawn = false;         // in this frame
    bool drawn_before = false;  // in the last one
    Bytes first;                // as it began: no draft
    Bytes kept;                 // as it was when it was last put into the store
    TimeMs written;
    TimeMs found;
  };

  Page* find(std::string_view subject) const;
  Page& add(std::string_view subject, std::unique_ptr<Page> page);
  // Once a frame; the first time what was kept on the device takes the place of what it begins with.
  void open(std::string_view subject, Page& page);

 private:
  friend class Drafts;

  void take_loaded();
  bool look();
  void write();

  Drafts& drafts_;
  std::string form_;
  std::map<std::string, std::unique_ptr<Page>, std::less<>> pages_;
};

template <class T>
class BookOf final : public DraftBook {
 public:
  using DraftBook::DraftBook;

  // `begin`: what the form shows before anybody typed.
  template <class Begin>
  T& of(std::string_view subject, Begin begin) {
    Page* page = find(subject);
    if (page == nullptr) page = &add(subject, std::make_unique<Typed>());
    T& form = static_cast<Typed*>(page)->form;
    if (!page->begun) form = begin();
    open(subject, *page);
    return form;
  }
  T& of(std::string_view subject) {
    return of(subject, [] { return T{}; });
  }

 private:
  struct Typed final : Page {
    T form{};

    Bytes bytes() const override { return encode_draft(form); }
    bool take(ByteView bytes) override {
      auto read = decode_draft<T>(bytes);
      if (read) form = *std::move(read);
      return read.ok();
    }
    void find_photos(std::set<Digest>& all) const override {
      FindPhotos finder{all};
      if constexpr (requires { form.find_photos(all); })
        form.find_photos(all);
      else
        const_cast<T&>(form).fields(finder);  // fields() only hands the members out
    }
  };
};

// All drafts of one account on this device.
class Drafts {
 public:
  // `prefix`: Account::prefix().
  Drafts(const Ports& ports, PhotoQueue& photos, std::string prefix)
      : ports_(ports), photos_(photos), prefix_(std::move(prefix)) {}

  // One type for each form.
  template <class T>
  BookOf<T>& book(std::string_view form) {
    const auto at = books_.find(form);
    if (at != books_.end()) return static_cast<BookOf<T>&>(*at->second);
    auto made = std::make_unique<BookOf<T>>(*this, std::string(form));
    BookOf<T>& book = *made;
    books_[std::string(form)] = std::move(made);
    return book;
  }

  // What the store holds; `done` also when it can't be read. Before, no form is drawn (loaded()) and nothing is
  // written: what begins empty would take the place of what lies there.
  void load(std::function<void()> done);
  bool loaded() const { return loaded_; }

  // After every frame: what changed is kept soon; photos that no draft names any longer go.
  void keep();
  // What changed is kept now: the page may end.
  void keep_now();
  // The same when another tab takes over: it has them from then on, and this one none of its own.
  void hand_over();

 private:
  friend class DraftBook;

  void write_all();
  void let_go(const std::string& key);
  void put(const std::string& key, KeptDraft draft);
  void drop_oldest();
  void tell(const std::string& problem);
  void sweep_photos();

  Ports ports_;
  PhotoQueue& photos_;
  std::string prefix_;
  std::map<std::string, std::unique_ptr<DraftBook>, std::less<>> books_;
  std::map<std::string, KeptDraft> kept_;  // by form/subject
  bool loaded_ = false;
  bool dirty_ = false;
  double written_ms_ = 0;
  bool told_ = false;  // that the store does not take them
  Lifeline alive_;
};

}  // namespace gezhi::app
