// Printing: a real HTML document in a frame of its own, laid out by shell/print.css, then the
// browser's print dialog. Nothing of the app's page is printed. Works without network.
#pragma once

#include <string>
#include <vector>

namespace gezhi::platform {

// One block of the document; `kind` is its class in print.css.
//   title, number, office, to, text, item, note, head, sign: `text`
//   pair: `text` names, `value` fills     row, row_head: `cells`
struct PrintBlock {
  std::string kind;
  std::string text;
  std::string value;
  std::vector<std::string> cells;
};

struct PrintDocument {
  std::string title;     // also the name of a file it is saved as
  std::string language;  // BCP 47
  std::vector<PrintBlock> blocks;
};

void print(const PrintDocument& document);

}  // namespace gezhi::platform
