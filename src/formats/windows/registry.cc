#include "windows/registry.h"

#include <fmt/format.h>

#include <vector>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "windows/registry_key.h"
#include "windows/registry_text.h"
#include "windows/store_elements.h"

namespace chainlint::formats {
namespace {

// Adds what one property list contains, with its properties, wherever they are in the list. Returns the objects.
std::vector<StoreElement> read_property_list(ByteView list, bool whole, const Entry& entry, ReadContext& context, Container& container) {
  ElementReader elements(list);
  StoreProperties properties;
  std::vector<StoreElement> objects;
  while (objects.size() < context.options.limits.certificates_per_file) {
    const auto element = elements.next();
    if (!element) break;
    if (element->encoding != 1) {
      report_warning(context, container, "registry-encoding",
                     fmt::format("encoding type {} of property {}; only 1 is defined", element->encoding, element->id), entry.location);
    }
    if (property::is_object(element->id)) {
      objects.push_back(*element);
    } else {
      take_property(*element, properties, entry.location, context, container);
    }
  }
  for (const StoreElement& object : objects) add_store_object(object, properties, entry, context, container);
  if (elements.is_cut() && whole) {
    report_error(context, container, "registry-truncated", fmt::format("a property {}", elements.describe_cut()), entry.location);
  }
  if (objects.size() > 1) {
    report_warning(context, container, "registry-several-objects",
                   fmt::format("one value contains {} certificates; Windows reads one of them", objects.size()), entry.location);
  }
  return objects;
}

// Reads an export key by key.
class ExportReader {
 public:
  ExportReader(ReadContext& context, Container& container) : context_(context), container_(container) {}

  void read(std::string_view text);

 private:
  void read_key(const RegistryItem& item);
  void read_value(const RegistryItem& item);
  void read_blob(const RegistryItem& item);
  void read_stray(const RegistryItem& item);
  void check_name(const StoreElement& object, const Location& where);
  void finish();
  Location at(std::uint32_t line) const { return {.path = context_.path, .line = line, .inner = key_ ? key_->place : std::string()}; }

  ReadContext& context_;
  Container& container_;
  std::optional<StoreKey> key_;
  std::size_t keys_ = 0, store_keys_ = 0;
  std::string first_key_;
  bool stray_ = false;
};

void ExportReader::read_key(const RegistryItem& item) {
  ++keys_;
  if (first_key_.empty()) first_key_ = std::string(item.path.substr(0, 200));
  stray_ = false;
  key_ = read_store_key(item.path);
  if (!key_) return;
  ++store_keys_;
  if (!item.closed) report_error(context_, container_, "registry-key", "the line of a key has no closing bracket", at(item.line));
  if (item.kind == RegistryItem::Kind::key) return;
  report_note(context_, container_, "registry-deletion", "the export deletes this key; there is nothing to read", at(item.line));
  key_.reset();
}

void ExportReader::read_value(const RegistryItem& item) {
  if (!key_ || key_->hash.empty() || !equal_ignoring_ascii_case(item.name, "Blob")) return;
  switch (kind_of_data(item.data)) {
    case RegistryData::binary:
      read_blob(item);
      break;
    case RegistryData::deletion:
      report_note(context_, container_, "registry-deletion", "the export deletes this value; there is nothing to read", at(item.line));
      break;
    case RegistryData::other:
      report_error(context_, container_, "registry-value", "the value 'Blob' is not in hexadecimal ('hex:')", at(item.line));
  }
}

// A value with a flaw is read as far as it goes: the certificate may be before it.
void ExportReader::read_blob(const RegistryItem& item) {
  const RegistryOctets value = read_registry_octets(item, context_.options.limits.registry_value_bytes);
  const bool whole = value.problem.empty();
  if (!whole) {
    report_error(context_, container_, "registry-value", fmt::format("{}; the rest of the value was not read", value.problem),
                 at(value.line));
  }
  Entry entry;
  entry.location = at(item.line);
  entry.location.end_line = item.end_line;
  entry.store = key_->store;
  entry.store_location = key_->location;
  const auto objects = read_property_list(value.octets, whole, entry, context_, container_);
  for (const StoreElement& object : objects) check_name(object, entry.location);
  if (objects.empty() && whole) {
    report_note(context_, container_, "registry-no-object", "the value contains properties and no certificate", entry.location);
  }
}

void ExportReader::check_name(const StoreElement& object, const Location& where) {
  const std::string hash = to_hex(crypto::sha1(object.value));
  if (equal_ignoring_ascii_case(key_->hash, hash)) return;
  report_warning(
      context_, container_, "registry-thumbprint-mismatch",
      fmt::format("the key is named {}, but the SHA-1 of its content is {}; Windows ignores such a key", in_quotes(key_->hash), hash),
      where);
}

// Outside the keys of certificates nothing matters here; inside, a line that is none may be what is left of a value. One is reported per
// key.
void ExportReader::read_stray(const RegistryItem& item) {
  if (!key_ || key_->hash.empty() || stray_) return;
  stray_ = true;
  report_error(context_, container_, "registry-line", "the line is neither a key, nor a value, nor the continuation of a value",
               at(item.line));
}

void ExportReader::finish() {
  if (store_keys_ > 0) return;
  const std::string what = keys_ == 0 ? "it has no registry key"
                                      : fmt::format("it has {}, for example {}", count_noun(keys_, "registry key"), in_quotes(first_key_));
  report_error(context_, container_, "registry-no-certificates",
               fmt::format("registry export without a certificate store: {}; stores are under 'SystemCertificates'", what),
               {.path = context_.path});
}

void ExportReader::read(std::string_view text) {
  RegistryText items(text);
  while (!context_.entries_full) {
    const auto item = items.next();
    if (!item) break;
    switch (item->kind) {
      case RegistryItem::Kind::key:
      case RegistryItem::Kind::deleted_key:
        read_key(*item);
        break;
      case RegistryItem::Kind::value:
        read_value(*item);
        break;
      case RegistryItem::Kind::stray:
        read_stray(*item);
    }
  }
  finish();
}

}  // namespace

void read_registry_export(const FileInput& file, ReadContext& context, Container& container) {
  container.format = Format::reg;
  ExportReader(context, container).read(file.text.text);
}

void read_registry_blob(const FileInput& file, ReadContext& context, Container& container) {
  container.format = Format::registry_blob;
  Entry entry;
  entry.location.path = context.path;
  const auto objects = read_property_list(file.raw, true, entry, context, container);
  if (!objects.empty() || container.has_error()) return;
  report_error(context, container, "registry-no-certificates", "Windows property list without a certificate", entry.location);
}

}  // namespace chainlint::formats
