#include "windows/sst.h"

#include <fmt/format.h>

#include "chainlint/base/text.h"
#include "windows/store_elements.h"

namespace chainlint::formats {
namespace {

constexpr std::string_view kMagic{"\0\0\0\0CERT", 8};

class StoreReader {
 public:
  StoreReader(ByteView data, Location where, ReadContext& context, Container& container)
      : elements_(data, kMagic.size()), where_(std::move(where)), context_(context), container_(container) {}

  void read() {
    while (!context_.entries_full) {
      const auto element = elements_.next();
      if (!element) break;
      read_element(*element);
    }
    if (!context_.entries_full) read_tail();
  }

 private:
  void read_element(const StoreElement& element);
  void read_tail();
  Location here() const { return inside(where_, fmt::format("element {}", number_)); }

  ElementReader elements_;
  Location where_;
  ReadContext& context_;
  Container& container_;
  std::size_t number_ = 1;   // of certificates, revocation lists and trust lists; the properties before one belong to it
  std::size_t pending_ = 0;  // properties since the last of them
  StoreProperties properties_;
};

void StoreReader::read_element(const StoreElement& element) {
  Location where = here();
  where.offset = element.offset;
  if (element.encoding != 1) {
    report_warning(context_, container_, "sst-encoding", fmt::format("encoding type {} of an element; only 1 is defined", element.encoding),
                   where);
  }
  if (!property::is_object(element.id)) {
    ++pending_;
    take_property(element, properties_, where, context_, container_);
    return;
  }
  Entry entry;
  entry.location = here();
  add_store_object(element, properties_, std::move(entry), context_, container_);
  properties_ = {};
  pending_ = 0;
  ++number_;
}

void StoreReader::read_tail() {
  if (elements_.is_cut()) {
    Location where = here();
    where.offset = elements_.offset();
    report_error(context_, container_, "sst-truncated", fmt::format("element {} {}", number_, elements_.describe_cut()), where);
    return;
  }
  Location where = where_;
  if (pending_ > 0) {
    report_warning(
        context_, container_, "sst-stray-properties",
        fmt::format("{} at the end {} to no certificate", count_noun(pending_, "property element"), pending_ == 1 ? "belongs" : "belong"),
        where);
  }
  if (!elements_.saw_end_marker()) report_warning(context_, container_, "sst-no-end", "the store has no end marker", where);
  if (elements_.left() > 0) {
    where.offset = elements_.offset();
    report_warning(context_, container_, "trailing-data", count_noun(elements_.left(), "byte") + " after the end marker", where);
  }
}

}  // namespace

bool is_sst(ByteView data) { return as_text(data).substr(0, kMagic.size()) == kMagic; }

void read_sst(ByteView data, ReadContext& context, Container& container, const Location& where) {
  StoreReader(data, where, context, container).read();
}

}  // namespace chainlint::formats
