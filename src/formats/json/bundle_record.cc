#include "chainlint/formats/bundle_record.h"

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "chainlint/base/base64.h"
#include "chainlint/base/text.h"
#include "json/json_tree.h"

namespace chainlint::formats {
namespace {

using yaml::Kind;
using yaml::Tree;

constexpr const char* kForms =
    R"(allowed are {"name": "www.pem", "base64": "..."} and {"name": "shop/www", "files": [{"name": "www.pem", "base64": "..."}, ...]})";
constexpr std::size_t kNameBytes = PolicyLimits::kTextBytes;  // paths of a policy are compared with it
constexpr std::size_t kMemberShown = 20;                      // of an unknown member: a key is longer
constexpr std::size_t kShortestMaterial = 64;                 // characters of base64 that are looked at as a certificate or key

// A certificate or key in place of a name. Names are shown in every report.
bool is_material(std::string_view name) {
  if (name.find("-----BEGIN") != std::string_view::npos) return true;
  if (name.size() < kShortestMaterial) return false;
  const std::optional<SecretBytes> octets = bytes_of_base64(name);
  if (!octets || octets->size() < 2) return false;
  const std::string_view text(reinterpret_cast<const char*>(octets->data()), octets->size());
  const bool der = text.front() == '\x30' && (static_cast<unsigned char>(text[1]) & 0x80) != 0;  // a SEQUENCE of 128 bytes or more
  return der || text.find("-----BEGIN") != std::string_view::npos;
}

class RecordReader {
 public:
  RecordReader(std::string_view text, std::uint32_t line, const Limits& limits)
      : line_(line), limits_(limits), document_(parse_json(text, 0, line, tree_limits(limits), true)), rest_(text.substr(document_.end)) {}

  Result<BundleRecord> read() {
    if (!check_document() || !read_members(document_.tree.root())) return std::move(*error_);
    return std::move(record_);
  }

 private:
  // A node for each object, name and content.
  static yaml::TreeLimits tree_limits(const Limits& limits) {
    yaml::TreeLimits tree;
    tree.nodes = 4 * limits.archive_members;
    return tree;
  }

  bool refuse(const char* code, std::string message, std::optional<std::uint32_t> column = std::nullopt) {
    error_ = Error{code, std::move(message), Location{.line = line_, .column = column}};
    return false;
  }
  bool invalid(std::string message) { return refuse("record-invalid", std::move(message)); }

  bool check_document() {
    for (const yaml::Issue& issue : document_.issues) {
      if (issue.code == "json-duplicate-key") return invalid("record has a member twice; write each member once");
      const bool limit = issue.code != "json-syntax";
      return refuse(limit ? "record-too-large" : "record-not-json",
                    "record cannot be read: " + issue.message + "; write each record as one JSON object on a line of its own",
                    issue.position.column);
    }
    if (!trimmed(rest_, " \t\r\n").empty()) return invalid("record is followed by other text on its line; write one record per line");
    return document_.tree.root().kind == Kind::mapping || invalid(std::string("record is not a JSON object; ") + kForms);
  }

  bool check_members(const Tree::Node& object, const std::string& what, const std::vector<std::string>& allowed) {
    for (const Tree::Member& member : object.members) {
      if (std::find(allowed.begin(), allowed.end(), member.key) != allowed.end()) continue;
      std::string message = what + " has an unknown member";
      if (member.key.size() <= kMemberShown) message += " " + in_quotes(member.key);
      message += "; allowed are " + join_and(allowed);
      if (const auto suggestion = nearest(member.key, allowed)) message += "; did you mean '" + *suggestion + "'?";
      return invalid(std::move(message));
    }
    return true;
  }

  // The text of a member; nothing, with an error, where it is missing or no string.
  const std::string* text_of(const Tree::Node& object, const std::string& what, const char* member) {
    const Tree::Node* node = document_.tree.find(object, member);
    if (node == nullptr) {
      invalid(what + " has no member '" + member + "'; " + kForms);
    } else if (node->kind != Kind::scalar) {
      invalid("member '" + std::string(member) + "' of " + what + " is not a string; " + kForms);
    } else {
      return &node->text;
    }
    return nullptr;
  }

  const std::string* name_of(const Tree::Node& object, const std::string& what) {
    const std::string* name = text_of(object, what, "name");
    if (name == nullptr) return nullptr;
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    std::string problem;
    if (name->empty() || *name == "-") {
      problem = " is empty or '-'; give it a name, such as the path of the file";
    } else if (is_material(*name)) {
      problem = " is a certificate or key; write that as base64 under the member 'base64', and a name under 'name'";
    } else if (name->size() > kNameBytes) {
      problem = " has " + std::to_string(name->size()) + " bytes; at most " + std::to_string(kNameBytes) + " are allowed";
    } else if (std::any_of(name->begin(), name->end(), is_control)) {
      problem = " contains a control character; write the name on one line, without control characters";
    } else {
      return name;
    }
    invalid("name of " + what + problem);
    return nullptr;
  }

  bool read_members(const Tree::Node& root) {
    if (!check_members(root, "record", {"name", "base64", "files"})) return false;
    const std::string* name = name_of(root, "record");
    if (name == nullptr) return false;
    record_.name = *name;
    const Tree::Node* files = document_.tree.find(root, "files");
    const bool short_form = document_.tree.find(root, "base64") != nullptr;
    if (short_form == (files != nullptr)) {
      return invalid(std::string("record has ") + (short_form ? "both" : "neither") + " 'base64' " + (short_form ? "and" : "nor") +
                     " 'files'; " + kForms);
    }
    return short_form ? read_content(root, "record", record_.name) : read_files(*files);
  }

  bool read_files(const Tree::Node& files) {
    if (files.kind != Kind::sequence) return invalid(std::string("member 'files' of record is not an array; ") + kForms);
    if (files.items.empty()) return invalid("record has no file; write at least one into 'files'");
    if (files.items.size() > limits_.archive_members) {
      return refuse("record-too-large", "record has " + std::to_string(files.items.size()) + " files; at most " +
                                            std::to_string(limits_.archive_members) + " are allowed. Write fewer files per record");
    }
    std::unordered_map<std::string_view, std::size_t> numbers;
    for (std::size_t i = 0; i < files.items.size(); ++i) {
      const Tree::Node& file = document_.tree.at(files.items[i]);
      const std::string what = "file " + std::to_string(i + 1) + " of record";
      if (file.kind != Kind::mapping) return invalid(what + " is not a JSON object; " + kForms);
      if (!check_members(file, what, {"name", "base64"})) return false;
      const std::string* name = name_of(file, what);
      if (name == nullptr) return false;
      const auto [before, added] = numbers.try_emplace(*name, i + 1);
      if (!added) {
        return invalid("files " + std::to_string(before->second) + " and " + std::to_string(i + 1) +
                       " of record have the same name; give each its own");
      }
      if (!read_content(file, what, record_.name + "/" + *name)) return false;
    }
    return true;
  }

  bool read_content(const Tree::Node& object, const std::string& what, std::string path) {
    const std::string* text = text_of(object, what, "base64");
    if (text == nullptr) return false;
    std::optional<SecretBytes> octets = bytes_of_base64(*text);
    if (!octets) {
      return invalid("base64 of " + what +
                     " is damaged; encode the bytes of the file as in RFC 4648 section 4, for example with 'base64 -w0 FILE'");
    }
    if (octets->size() > limits_.file_bytes) {
      return refuse("record-too-large", what + " has " + std::to_string(octets->size()) + " bytes; the limit of a file is " +
                                            std::to_string(limits_.file_bytes >> 20) + " MiB");
    }
    record_.files.push_back({std::move(path), std::move(*octets)});
    return true;
  }

  const std::uint32_t line_;
  const Limits& limits_;
  const JsonDocument document_;
  const std::string_view rest_;
  BundleRecord record_;
  std::optional<Error> error_;
};

}  // namespace

Result<BundleRecord> read_bundle_record(std::string_view text, std::uint32_t line, const Limits& limits) {
  return RecordReader(text, line, limits).read();
}

}  // namespace chainlint::formats
