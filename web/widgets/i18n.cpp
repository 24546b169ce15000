#include "web/widgets/i18n.h"

#include "web/platform/async.h"
#include "web/platform/mirror.h"

extern "C" void gezhi_texts(int id, const char* language);

namespace gezhi::ui {
namespace {

app::Texts& all_texts() {
  static app::Texts all = [] {  // of the device: the looks
    app::Texts made;
    made.on_missing(
        [](std::string_view key) { platform::log_error("no text for " + std::string(key)); });
    return made;
  }();
  return all;
}

void switch_to(Language language) {
  all_texts().use(language);
  mirror::page_language(language == Language::zh ? "zh-CN" : "en");
}

}  // namespace

const app::Texts& texts() { return all_texts(); }

void use_language(Language language) {
  if (texts().has_table(language)) return switch_to(language);
  const int id = platform::expect([language](const platform::Reply& reply) {
    if (!reply.ok()) {
      platform::log_error("the texts could not be loaded: " + std::string(reply.text()));
      return;
    }
    const std::vector<ByteView> parts = platform::unpack(reply.body);
    app::Texts::Table table;
    for (std::size_t i = 0; i + 1 < parts.size(); i += 2) {
      table.emplace_back(std::string(text_of(parts[i])), std::string(text_of(parts[i + 1])));
    }
    all_texts().take(language, std::move(table));
    switch_to(language);
  });
  gezhi_texts(id, language == Language::zh ? "zh" : "en");
}

}  // namespace gezhi::ui
