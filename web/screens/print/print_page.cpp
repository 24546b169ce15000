#include "web/screens/print/print_page.h"

#include "web/here.h"
#include "web/screens/parts/acting.h"
#include "web/screens/print/documents.h"
#include "web/screens/shell.h"

namespace gezhi::screens {
namespace {

using platform::PrintBlock;
using platform::PrintDocument;
using ui::Icon;
using ui::tr;

bool wants_agreement(const Case& one) {
  const auto& query = app::address().query;
  const auto asked = query.find("doc");
  if (asked == query.end()) return !has_notice(one);
  return asked->second == "agreement";
}

void show_block(const PrintBlock& block) {
  const auto& kind = block.kind;
  if (kind == "title") {
    ui::text(block.text,
             {.size = ui::kTextLarge, .weight = ui::Weight::strong, .align = ui::Align::centre});
  } else if (kind == "office" || kind == "number") {
    ui::text(block.text, {.align = ui::Align::centre});
  } else if (kind == "head") {
    ui::text(block.text, {.weight = ui::Weight::strong});
  } else if (kind == "sign") {
    ui::text(block.text, {.align = ui::Align::right});
  } else if (kind == "pair") {
    ui::key_values({{block.text, block.value.empty() ? "________" : block.value}});
  } else if (kind == "note") {
    ui::small_text(block.text);
  } else {
    ui::paragraph(block.text);
  }
}

// Rows of a table one under the other, each cell with its column's name: it fits a phone.
void show_row(const PrintBlock& head, const PrintBlock& row) {
  std::vector<ui::Pair> pairs;
  for (std::size_t i = 0; i < row.cells.size() && i < head.cells.size(); ++i)
    pairs.push_back({head.cells[i], row.cells[i]});
  ui::key_values(pairs);
  ui::divider();
}

void preview(const PrintDocument& doc) {
  ui::card_begin();
  const PrintBlock* head = nullptr;
  int i = 0;
  for (const PrintBlock& block : doc.blocks) {
    ui::push_id(++i);
    if (block.kind == "row_head")
      head = &block;
    else if (block.kind == "row" && head != nullptr)
      show_row(*head, block);
    else
      show_block(block);
    ui::pop_id();
  }
  ui::card_end();
}

}  // namespace

void draw_print_page() {
  const Case* one = addressed_case();
  const World* world = one != nullptr ? app::world_of(*one) : nullptr;
  const bool agreement = one != nullptr && wants_agreement(*one);
  const bool there = world != nullptr && (agreement ? has_agreement(*one) : has_notice(*one));
  if (!there) return missing_page(tr("ui.print.missing"), tr("ui.print.missing_words"));
  const PrintDocument doc =
      agreement ? agreement_document(*world, *one) : notice_document(*world, *one);
  page_begin(tr(agreement ? "doc.agreement.title" : "doc.notice.title"),
             {.back = true, .footer = ui::kButtonHeight + 2 * ui::kGap},
             "/case/" + app::path_of(*one));
  ui::small_text(tr("ui.print.words"));
  preview(doc);
  ui::page_footer_begin();
  if (ui::primary_button(tr("ui.print.print"), {.icon = Icon::print})) platform::print(doc);
  ui::page_footer_end();
  page_end();
}

void print_buttons(const Case& one) {
  const std::string route = "/print/" + app::path_of(one) + "?doc=";
  if (has_notice(one) && ui::secondary_button(tr("ui.print.notice"), {.icon = Icon::print}))
    app::open(route + "notice");
  if (has_agreement(one) && ui::secondary_button(tr("ui.print.agreement"), {.icon = Icon::print}))
    app::open(route + "agreement");
}

}  // namespace gezhi::screens
