#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/base/base64.h"
#include "chainlint/base/text.h"
#include "chainlint/formats/pem_repair.h"
#include "chainlint/formats/reader.h"
#include "chainlint/yaml/stream.h"
#include "kubernetes/yaml_value.h"
#include "rewriters.h"

namespace chainlint::write {
namespace {

using yaml::Kind;
using yaml::Tree;

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The value that an edit means: what its place ends with, and a line that is its own.
struct WantedValue {
  std::string place;
  std::uint32_t line = 0;
};

// Looks through one document for the value. A node that aliases share is looked at once.
class ValueSearch {
 public:
  ValueSearch(const Tree& tree, const WantedValue& wanted) : tree_(tree), wanted_(wanted) {}

  std::vector<const Tree::Node*> run() {
    std::vector<const Tree::Node*> open = {&tree_.root()};
    while (!open.empty()) {
      const Tree::Node* node = open.back();
      open.pop_back();
      for (const Tree::Member& member : node->members) {
        consider(tree_.at(member.value), "." + printable(member.key), member.key_position.line);
        enter(member.value, open);
      }
      for (std::size_t i = 0; i < node->items.size(); ++i) {
        const Tree::Node& item = tree_.at(node->items[i]);
        consider(item, "[" + std::to_string(i) + "]", item.position.line);
        enter(node->items[i], open);
      }
    }
    return std::vector<const Tree::Node*>(found_.begin(), found_.end());
  }

 private:
  void consider(const Tree::Node& node, const std::string& name, std::uint32_t first_line) {
    if (node.kind != Kind::scalar || wanted_.line < first_line) return;
    const bool named = wanted_.place.ends_with(name) || wanted_.place.ends_with(" " + name.substr(1));
    const std::size_t lines = node.text_line == 0 ? 0 : static_cast<std::size_t>(std::count(node.text.begin(), node.text.end(), '\n')) + 1;
    const std::size_t last_line = node.text_line == 0 ? first_line : node.text_line + lines;
    if (named && wanted_.line <= last_line) found_.insert(&node);
  }

  void enter(Tree::Index index, std::vector<const Tree::Node*>& open) {
    const Tree::Node& node = tree_.at(index);
    if (node.kind != Kind::scalar && entered_.insert(index).second) open.push_back(&node);
  }

  const Tree& tree_;
  const WantedValue& wanted_;
  std::set<Tree::Index> entered_;
  std::set<const Tree::Node*> found_;
};

class KubernetesRewriter {
 public:
  KubernetesRewriter(const formats::Container& read, std::string_view text, const RewriteOptions& options)
      : read_(read), text_(text), options_(options) {}

  Result<Bytes> rewrite(const ContainerEdit& edit) const;
  Result<Bytes> repair(const std::string& place, std::uint32_t line) const;

 private:
  Error unsupported(std::string why) const { return {"rewrite-unsupported", place_ + ": " + std::move(why), {.path = read_.path}}; }
  std::optional<WantedValue> wanted(const ContainerEdit& edit) const;
  std::optional<YamlValue> find(const WantedValue& wanted) const;
  Result<SecretBytes> text_with(const YamlValue& value, const ContainerEdit& edit) const;
  Result<Bytes> rewrite_material(ByteView octets, const ContainerEdit& edit) const;
  bool holds(const SecretBytes& written, const ContainerEdit& edit) const;
  std::vector<Digest256> certificates_of(const formats::Container& container, bool of_the_value) const;

  const formats::Container& read_;
  const std::string_view text_;
  const RewriteOptions& options_;
  mutable std::string place_;
};

// An edit that names no value means the only one of its unit that contains certificates.
std::optional<WantedValue> KubernetesRewriter::wanted(const ContainerEdit& edit) const {
  WantedValue found;
  for (const formats::Entry& entry : read_.entries) {
    if (entry.kind != formats::EntryKind::certificate || (!edit.unit.empty() && entry.unit != edit.unit)) continue;
    const std::string place = place_of_value(read_, entry);
    if (!edit.value.empty() && place != edit.value) continue;
    if (!found.place.empty() && found.place != place) return std::nullopt;
    const std::uint32_t line = entry.location.line.value_or(0);
    found.line = found.place.empty() ? line : std::min(line, found.line);
    found.place = place;
  }
  return found.place.empty() ? std::nullopt : std::optional(found);
}

std::optional<YamlValue> KubernetesRewriter::find(const WantedValue& wanted) const {
  std::optional<YamlValue> value;
  yaml::DocumentStream stream(text_);
  while (const auto document = stream.next()) {
    if (document->tree.empty()) continue;
    for (const Tree::Node* node : ValueSearch(document->tree, wanted).run()) {
      if (value) return std::nullopt;
      value = find_yaml_value(text_, *node);
      if (!value) return std::nullopt;
    }
  }
  return value;
}

Result<Bytes> KubernetesRewriter::rewrite_material(ByteView octets, const ContainerEdit& edit) const {
  const formats::ReadOptions reading{options_.limits, options_.passwords};
  formats::CertificateCache certificates;
  const formats::Container inside = formats::read_container(read_.path, octets, reading, certificates);
  if (inside.format != formats::Format::pem) {
    return unsupported("the value contains " + std::string(formats::to_string(inside.format)) +
                       "; only PEM values of a manifest can be written; write a separate file and create the Secret from it");
  }
  return rewrite_pem(inside, octets, edit, options_);
}

// What the value is to say, encoded as it was.
Result<SecretBytes> KubernetesRewriter::text_with(const YamlValue& value, const ContainerEdit& edit) const {
  if (value.text.find("-----BEGIN ") != std::string::npos) {
    Result<Bytes> written = rewrite_material(as_bytes(value.text), edit);
    if (!written) return written.error();
    SecretBytes text(written->begin(), written->end());
    wipe(written->data(), written->size());
    return text;
  }
  const std::optional<SecretBytes> octets = bytes_of_base64(value.text);
  if (!octets) return unsupported("the value is neither PEM nor base64 of it");
  Result<Bytes> written = rewrite_material(*octets, edit);
  if (!written) return written.error();
  SecretBytes text = base64_text(*written, value.columns);
  wipe(written->data(), written->size());
  return text;
}

std::vector<Digest256> KubernetesRewriter::certificates_of(const formats::Container& container, bool of_the_value) const {
  std::vector<Digest256> digests;
  for (const formats::Entry& entry : container.entries) {
    if (entry.certificate == nullptr || (place_of_value(container, entry) == place_) != of_the_value) continue;
    digests.push_back(entry.certificate->sha256());
  }
  return digests;
}

// YAML has many ways to write a text; whether this one was met is seen by reading it.
bool KubernetesRewriter::holds(const SecretBytes& written, const ContainerEdit& edit) const {
  const formats::ReadOptions reading{options_.limits, options_.passwords};
  formats::CertificateCache cache;
  const formats::Container again = formats::read_container(read_.path, written, reading, cache);
  std::vector<Digest256> expected;
  for (const x509::CertificatePtr& certificate : edit.certificates) expected.push_back(certificate->sha256());
  return again.format == formats::Format::kubernetes && !again.has_error() && certificates_of(again, true) == expected &&
         certificates_of(again, false) == certificates_of(read_, false) &&
         again.count(formats::EntryKind::private_key) == read_.count(formats::EntryKind::private_key);
}

Result<Bytes> KubernetesRewriter::rewrite(const ContainerEdit& edit) const {
  const std::optional<WantedValue> wanted_value = wanted(edit);
  place_ = wanted_value ? wanted_value->place : edit.unit;
  if (!wanted_value) return unsupported("no single value of it contains the certificates");
  if (edit.certificates.empty()) return unsupported("the value would be empty");
  const std::optional<YamlValue> value = find(*wanted_value);
  if (!value) return unsupported("the YAML style of the value is not supported; write it as a literal block or on one line");
  const Result<SecretBytes> text = text_with(*value, edit);
  if (!text) return text.error();
  const std::optional<SecretBytes> written = replace_yaml_value(text_, *value, as_text(*text));
  if (!written || !holds(*written, edit)) {
    return unsupported("the YAML style of the value is not supported; write it as a literal block or on one line");
  }
  return Bytes(written->begin(), written->end());
}

// Whether the API server takes base64 off the value: of the data of a Secret and the binaryData of a ConfigMap.
bool is_encoded_place(std::string_view place) {
  return place.find(" ConfigMap ") == std::string_view::npos
             ? place.find(" data.") != std::string_view::npos || place.find(" data[") != std::string_view::npos
             : place.find(" binaryData") != std::string_view::npos;
}

Result<Bytes> KubernetesRewriter::repair(const std::string& place, std::uint32_t line) const {
  place_ = place;
  const std::optional<YamlValue> value = find({place, line});
  if (!value) return unsupported("the YAML style of the value is not supported; write it as a literal block or on one line");
  std::optional<SecretBytes> octets;
  if (value->text.find("-----BEGIN ") == std::string::npos) octets = bytes_of_base64(value->text);
  const std::optional<SecretBytes> pem = formats::repaired_pem(octets ? ByteView(*octets) : as_bytes(value->text), options_.limits);
  if (!pem) return unsupported("the value cannot be read in full; create the Secret again from its files");
  const SecretBytes text = is_encoded_place(place) ? base64_text(*pem, value->columns) : *pem;
  const std::optional<SecretBytes> written = replace_yaml_value(text_, *value, as_text(text));
  if (!written) return unsupported("the YAML style of the value is not supported; write it as a literal block or on one line");
  return Bytes(written->begin(), written->end());
}

}  // namespace

Result<Bytes> repair_kubernetes_value(const formats::Container& read, ByteView original, const std::string& place, std::uint32_t line,
                                      const RewriteOptions& options) {
  return KubernetesRewriter(read, as_text(original), options).repair(place, line);
}

Result<Bytes> rewrite_kubernetes(const formats::Container& read, ByteView original, const ContainerEdit& edit,
                                 const RewriteOptions& options) {
  std::string_view text = as_text(original);
  if (text.substr(0, 4).find('\0') != std::string_view::npos || text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return Error{"rewrite-unsupported", "the manifest is UTF-16; convert it to UTF-8 first", {.path = read.path}};
  }
  const bool marked = text.starts_with(kByteOrderMark);
  if (marked) text.remove_prefix(kByteOrderMark.size());
  Result<Bytes> written = KubernetesRewriter(read, text, options).rewrite(edit);
  if (written && marked) written->insert(written->begin(), kByteOrderMark.begin(), kByteOrderMark.end());
  return written;
}

}  // namespace chainlint::write
