#include "web/platform/print.h"

#include "core/base/json.h"

extern "C" {
void gezhi_print(const char* json);
}

namespace gezhi::platform {

void print(const PrintDocument& document) {
  Json::Array blocks;
  for (const PrintBlock& block : document.blocks) {
    Json::Array cells;
    for (const std::string& cell : block.cells) cells.push_back(Json(cell));
    Json one;
    one.set("kind", block.kind);
    one.set("text", block.text);
    one.set("value", block.value);
    one.set("cells", Json(std::move(cells)));
    blocks.push_back(std::move(one));
  }
  Json json;
  json.set("title", document.title);
  json.set("language", document.language);
  json.set("blocks", Json(std::move(blocks)));
  gezhi_print(to_text(json).c_str());
}

}  // namespace gezhi::platform
