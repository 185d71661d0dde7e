#include "trust/p11_kit.h"

#include <fmt/format.h>

#include "chainlint/base/text.h"
#include "embedded.h"
#include "trust/p11_kit_object.h"

namespace chainlint::formats {
namespace {

class P11KitReader {
 public:
  P11KitReader(ReadContext& context, Container& container) : context_(context), container_(container) {}
  void read(std::string_view text);

 private:
  void read_object(const P11KitObject& object);
  bool read_value(const P11KitObject& object, const Entry& entry);
  std::string text_of(const P11KitObject& object, std::string_view field);
  void complete(const P11KitObject& object, const std::string& label, std::size_t from);
  Location at(std::uint32_t line) const { return {.path = context_.path, .line = line, .inner = place_}; }

  ReadContext& context_;
  Container& container_;
  std::size_t number_ = 0;
  std::string place_;
};

// The bytes of a field in quotes; empty where there are none. Damage is an error.
std::string P11KitReader::text_of(const P11KitObject& object, std::string_view field) {
  const std::string_view value = object.word(field);
  if (value.empty()) return {};
  auto text = unquoted(value);
  if (text) return std::move(*text);
  report_error(context_, container_, "p11-kit-value", fmt::format("the value of '{}' is not quoted text with %xx for special bytes", field),
               at(object.lines.at(field)));
  return {};
}

// A certificate may be in the field `value` in place of a PEM block.
bool P11KitReader::read_value(const P11KitObject& object, const Entry& entry) {
  if (object.word("class") != "certificate" || object.fields.count("value") == 0) return false;
  const std::string der = text_of(object, "value");
  if (!der.empty()) add_certificate(as_bytes(der), entry, context_, container_);
  return true;
}

std::string description_of(const Entry& entry, const P11KitObject& object) {
  if (entry.kind == EntryKind::public_key) return "public key that an extension is for";
  std::string text = "certificate";
  if (object.is_true("x-distrusted")) return text + ", distrusted";
  if (object.is_true("trusted")) text += ", trusted";
  return text;
}

void P11KitReader::complete(const P11KitObject& object, const std::string& label, std::size_t from) {
  for (std::size_t i = from; i < container_.entries.size(); ++i) {
    Entry& entry = container_.entries[i];
    if (entry.kind != EntryKind::certificate && entry.kind != EntryKind::public_key) continue;
    entry.description = description_of(entry, object);
    if (!label.empty()) entry.label = label;
    entry.trusted_certificate = (entry.trusted_certificate || object.is_true("trusted")) && !object.is_true("x-distrusted");
  }
}

void P11KitReader::read_object(const P11KitObject& object) {
  place_ = fmt::format("object {}", number_);
  if (object.version != "v1") {
    report_error(context_, container_, "p11-kit-version",
                 fmt::format("object of version {}; only v1 is supported", in_quotes(object.version)), at(object.line));
    return;
  }
  const std::size_t before = container_.entries.size();
  const std::string label = printable(text_of(object, "label"));
  if (!label.empty()) place_ += fmt::format(" \"{}\"", label);
  if (object.stray) report_error(context_, container_, "p11-kit-line", "the line is neither a field nor a PEM block", at(*object.stray));
  Entry entry;
  entry.location = at(object.line);
  if (!object.pem.empty()) {
    const Frame frame{.inner = place_, .unit = {}, .line = object.pem_line, .line_by_line = true};
    read_embedded(as_bytes(object.pem), frame, context_, container_);
  } else if (!read_value(object, entry) && object.word("class") == "certificate") {
    report_error(context_, container_, "p11-kit-no-value", "certificate object without a certificate", at(object.line));
  }
  complete(object, label, before);
}

void P11KitReader::read(std::string_view text) {
  P11KitObjects objects(text);
  while (!context_.entries_full) {
    const auto object = objects.next();
    if (!object) break;
    ++number_;
    read_object(*object);
  }
  if (container_.entries.empty() && !container_.has_error()) {
    report_error(context_, container_, "p11-kit-no-certificates", "p11-kit file without a certificate", {.path = context_.path});
  }
}

}  // namespace

void read_p11_kit(const FileInput& file, ReadContext& context, Container& container) {
  container.format = Format::p11_kit;
  P11KitReader(context, container).read(file.text.text);
}

}  // namespace chainlint::formats
