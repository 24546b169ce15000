// The one door through which asynchronous answers of the browser come back into C++.
//
// A caller says `int id = expect(fn)` and gives `id` to a browser function; `fn` is called exactly
// once, outside any frame, and a frame is drawn afterwards. Threads: there is one.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"

namespace gezhi::platform {

// code: 0 or an HTTP status is an answer; negative is a failure whose body is one English sentence.
// The bytes are lent for the duration of the call.
struct Reply {
  int code = 0;
  ByteView body;

  bool ok() const { return code >= 0; }
  std::string_view text() const { return text_of(body); }
};

using ReplyFn = std::function<void(const Reply&)>;

// The id under which one reply is expected; `again` keeps it for more (a position watch).
int expect(ReplyFn fn, bool again = false);
void forget(int id);

// [u32 little-endian length][bytes] repeated. A torn tail is left out.
std::vector<ByteView> unpack(ByteView packed);

// A message for the browser's console.
void log_info(std::string_view message);
void log_error(std::string_view message);

}  // namespace gezhi::platform
