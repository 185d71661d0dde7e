#include <algorithm>
#include <array>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/policy/baseline.h"
#include "chainlint/yaml/file_kind.h"
#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::policy {
namespace {

using Need = yaml::MappingReader::Need;

constexpr std::size_t kShownProblems = 20;

// Reads one file.
class BaselineReader {
 public:
  explicit BaselineReader(yaml::Problems& problems) : problems_(problems) {}

  std::vector<BaselineEntry> read(const yaml::Node& root) {
    std::vector<BaselineEntry> entries;
    if (!is_baseline(root)) return entries;
    yaml::MappingReader fields(root, "a baseline", problems_);
    fields.node("baseline");
    fields.node("tool");
    const yaml::Node* list = fields.node("entries", Need::required);
    if (list != nullptr && list->kind != yaml::Kind::sequence) {
      problems_.add(list->position, "'entries' is a list, not " + list->describe());
    } else if (list != nullptr && list->items.size() > BaselineLimits::kEntries) {
      problems_.add(list->position, "there are " + std::to_string(list->items.size()) + " entries; at most " +
                                        std::to_string(BaselineLimits::kEntries) + " are read");
    } else if (list != nullptr) {
      for (const yaml::Node& item : list->items) {
        entries.push_back(read_entry(item));
        if (problems_.size() >= kShownProblems) break;
      }
    }
    fields.finish();
    return entries;
  }

 private:
  // One clear answer for a file of another kind, instead of a mistake for every key.
  bool is_baseline(const yaml::Node& root) {
    const yaml::Node* version = root.kind == yaml::Kind::mapping ? root.find("baseline") : nullptr;
    const std::string written = version == nullptr ? "" : version->scalar;
    any_bundle_ = written == "1" || written == "1.0";
    if (any_bundle_ || written.starts_with("1.")) return true;
    if (version == nullptr) {
      problems_.add(root.position, "the file is not a baseline; create one with 'chainlint baseline write'");
    } else {
      problems_.add(version->position, "the baseline has version " + in_quotes(written) + "; this program reads version 1");
    }
    return false;
  }

  BaselineEntry read_entry(const yaml::Node& item) {
    using By = BaselineEntry::By;
    BaselineEntry entry;
    yaml::MappingReader fields(item, "an entry", problems_);
    if (!fields.is_mapping()) return entry;
    entry.any_bundle = any_bundle_;
    entry.rule = fields.text("rule", Need::required).value_or("");
    const std::optional<std::string> certificate = read_digest("certificate", item, fields), key = read_digest("key", item, fields);
    const std::optional<std::string> leaf = read_digest("leaf", item, fields), path = fields.text("path");
    const auto has = [&](std::string_view name) { return item.find(name) != nullptr; };
    const bool digest = has("certificate") || has("key"), path_may_be = !any_bundle_ && !has("leaf");
    if ((has("certificate") && has("key")) || (!digest && !has("path")) || (digest && has("path") && !path_may_be)) {
      problems_.add(item.position, "an entry has one of 'certificate', 'key' and 'path'");
    }
    if (has("leaf") && (!digest || (any_bundle_ && !has("key")))) {
      problems_.add(item.find("leaf")->position,
                    std::string("'leaf' is only allowed with ") + (any_bundle_ ? "'key' alone" : "'certificate' or 'key'"));
    }
    entry.by = has("certificate") ? By::certificate : has("key") ? By::key : By::path;
    entry.identity = (entry.by == By::certificate ? certificate : entry.by == By::key ? key : path).value_or("");
    entry.leaf = leaf.value_or("");
    if (digest) entry.bundle = path.value_or("");
    // The leaf is left out where it is the certificate itself.
    if (entry.by == By::certificate && !has("leaf") && !has("path") && !any_bundle_) entry.leaf = entry.identity;
    if (const auto role = fields.choice("role", {"leaf", "intermediate", "root"})) entry.role = item.find("role")->scalar;
    if (const yaml::Node* hint = fields.node("hint")) read_hint(*hint, entry);
    fields.finish();
    return entry;
  }

  std::optional<std::string> read_digest(std::string_view name, const yaml::Node& item, yaml::MappingReader& fields) {
    std::optional<std::string> text = fields.text(name);
    if (text) check_digest(*text, *item.find(name));
    return text;
  }

  void check_digest(const std::string& text, const yaml::Node& node) {
    const bool digits = text.find_first_not_of("0123456789abcdef") == std::string::npos;
    if (digits && text.size() == 64) return;
    problems_.add(node.position, "a SHA-256 has 64 hexadecimal digits in lower case, not " + in_quotes(text));
  }

  // For people: it only decides whether an entry is reported as gone.
  static void read_hint(const yaml::Node& hint, BaselineEntry& entry) {
    const auto text = [&](std::string_view key) {
      const yaml::Node* node = hint.kind == yaml::Kind::mapping ? hint.find(key) : nullptr;
      return node == nullptr ? std::string() : node->scalar;
    };
    entry.subject = text("subject");
    entry.path = text("path");
    entry.message = text("message");
  }

  yaml::Problems& problems_;
  bool any_bundle_ = false;  // version 1.0
};

}  // namespace

ReadBaseline read_baseline(const std::string& path, std::string text) {
  ReadBaseline result;
  if (text.size() > BaselineLimits::kFileBytes) {
    result.problems.push_back(printable(path) + ": error: the file has " + std::to_string(text.size()) + " bytes; at most " +
                              std::to_string(BaselineLimits::kFileBytes) + " are read");
    return result;
  }
  static constexpr std::array<std::string_view, 3> kKeys{"baseline", "tool", "entries"};
  static constexpr yaml::FileKind kKind{"a baseline", "'chainlint baseline write' writes one", kKeys};
  yaml::SourceFile source{path, std::move(text)};
  const yaml::Parsed parsed = yaml::parse(source, kKind);
  yaml::Problems problems;
  for (const yaml::Problem& problem : parsed.problems) {
    const bool syntax = problem.message.starts_with("not YAML");
    problems.add(problem.position, syntax ? "not JSON" + problem.message.substr(8) : problem.message, problem.suggestion);
  }
  if (parsed.root && problems.empty()) result.entries = BaselineReader(problems).read(*parsed.root);
  result.problems = problems.format(source);
  if (result.problems.size() > kShownProblems) result.problems.resize(kShownProblems);
  return result;
}

}  // namespace chainlint::policy
