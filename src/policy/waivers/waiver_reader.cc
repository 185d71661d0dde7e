#include <algorithm>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/policy/waiver.h"
#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::policy {
namespace {

using Need = yaml::MappingReader::Need;

constexpr std::string_view kHexDigits = "0123456789abcdef";

// "rule": also one that was renamed.
std::string read_rule(yaml::MappingReader& fields, const yaml::Node& item, const rules::RuleLibrary& library, yaml::Problems& problems) {
  const std::optional<std::string> id = fields.text("rule", Need::required);
  if (!id) return "";
  if (const rules::Rule* rule = library.find_rule(*id)) return rule->id;
  std::vector<std::string> known;
  for (const auto& rule : library.rules()) known.push_back(rule->id);
  problems.add(item.find("rule")->position, "there is no rule " + in_quotes(*id), problems.did_you_mean(*id, known));
  return *id;
}

std::string counted(std::size_t digits) { return std::to_string(digits) + (digits == 1 ? " digit" : " digits"); }

// Why the digits of a fingerprint are no SHA-256; empty where they are.
std::string fingerprint_mistake(const std::string& digits) {
  const std::size_t wrong = digits.find_first_not_of(kHexDigits);
  if (wrong != std::string::npos) return "contains " + in_quotes(digits.substr(wrong, 1)) + ", which is not a hexadecimal digit";
  if (digits.size() == 64) return "";
  const std::string kind = digits.size() == 40 ? ": a SHA-1 thumbprint" : digits.size() == 128 ? ": a SHA-512" : "";
  return "has " + counted(digits.size()) + kind;
}

// A SHA-256 with or without colons or blanks, in any case.
std::string read_fingerprint(std::string_view key, yaml::MappingReader& fields, const yaml::Node& item, yaml::Problems& problems) {
  const yaml::Node* node = fields.node(key);
  if (node == nullptr) return "";
  // Ten digits of a hash may all be decimal: then it is a number to YAML.
  const std::string written = node->kind == yaml::Kind::scalar ? node->scalar : "";
  std::string digits;
  for (const char c : to_lower_ascii(written)) {
    if (c != ':' && c != ' ') digits += c;
  }
  if (digits.starts_with("sha256")) digits.erase(0, 6);
  const std::string mistake = node->kind == yaml::Kind::scalar ? fingerprint_mistake(digits) : "is " + node->describe();
  if (mistake.empty()) return digits;
  const std::string of = key == "key" ? "the SubjectPublicKeyInfo" : "the certificate";
  problems.add(item.find(key)->position, in_quotes(key) + " is the SHA-256 of " + of + ", 64 hexadecimal digits; this one " + mistake);
  return digits;
}

std::vector<std::string> read_paths(yaml::MappingReader& fields, const yaml::Node& item, yaml::Problems& problems) {
  std::vector<std::string> paths;
  const yaml::Node* node = fields.node("paths");
  if (node == nullptr) return paths;
  if (node->kind == yaml::Kind::scalar) {
    if (auto text = read_text(*node, "'paths'", problems)) paths.push_back(*text);
  } else {
    paths = fields.texts("paths");
  }
  const yaml::Position place = item.find("paths")->position;
  if (paths.size() > WaiverLimits::kPatterns) {
    problems.add(place, "'paths' has " + std::to_string(paths.size()) + " patterns; at most " + std::to_string(WaiverLimits::kPatterns) +
                            " are read");
    paths.resize(WaiverLimits::kPatterns);
  }
  for (const std::string& path : paths) {
    if (path.size() <= PolicyLimits::kPathPatternBytes) continue;
    problems.add(place, "a pattern has " + std::to_string(path.size()) + " bytes; at most " +
                            std::to_string(PolicyLimits::kPathPatternBytes) + " are allowed");
  }
  return paths;
}

// A date is valid until its last second.
std::optional<Instant> read_expiry(yaml::MappingReader& fields, const yaml::Node& item, yaml::Problems& problems) {
  const yaml::Node* node = fields.node("expires", Need::required);
  if (node == nullptr) return std::nullopt;
  const std::string written = node->kind == yaml::Kind::scalar ? node->scalar : "";
  constexpr std::size_t kDate = std::string_view("2027-03-31").size();
  const std::optional<Instant> instant = Instant::parse(written);
  if (instant) return written.size() == kDate ? instant->plus_seconds(kSecondsPerDay - 1) : *instant;
  problems.add(item.find("expires")->position, "'expires' is a date such as 2027-03-31 or a time such as 2027-03-31T18:00:00Z, not " +
                                                   (written.empty() ? node->describe() : in_quotes(written)));
  return std::nullopt;
}

std::string read_words(std::string_view key, Need need, yaml::MappingReader& fields, const yaml::Node& item, yaml::Problems& problems) {
  std::string text = fields.text(key, need).value_or("");
  const bool blank = !text.empty() && text.find_first_not_of(" \t\r\n") == std::string::npos;
  if (blank) problems.add(item.find(key)->position, in_quotes(key) + " is blank");
  if (text.size() > WaiverLimits::kTextBytes) {
    problems.add(item.find(key)->position, in_quotes(key) + " has " + std::to_string(text.size()) + " bytes; at most " +
                                               std::to_string(WaiverLimits::kTextBytes) + " are allowed");
    text.clear();
  }
  return text;
}

facts::WaiverOutcome read_item(const yaml::Node& item, const rules::RuleLibrary& library, yaml::Problems& problems) {
  facts::WaiverOutcome waiver;
  yaml::MappingReader fields(item, "a waiver", problems);
  if (!fields.is_mapping()) return waiver;
  waiver.rule = read_rule(fields, item, library, problems);
  waiver.certificate = read_fingerprint("certificate", fields, item, problems);
  waiver.key = read_fingerprint("key", fields, item, problems);
  waiver.paths = read_paths(fields, item, problems);
  waiver.reason = read_words("reason", Need::required, fields, item, problems);
  waiver.owner = read_words("owner", Need::required, fields, item, problems);
  waiver.ticket = read_words("ticket", Need::optional, fields, item, problems);
  waiver.expires = read_expiry(fields, item, problems);
  const bool named = item.find("certificate") != nullptr || item.find("key") != nullptr || item.find("paths") != nullptr;
  if (!named) problems.add(item.position, "a waiver needs 'certificate', 'key' or 'paths'");
  fields.finish();
  return waiver;
}

}  // namespace

ReadWaivers read_waivers(const std::vector<WaiverItem>& items, const rules::RuleLibrary& library) {
  ReadWaivers result;
  for (const auto& [item, path] : items) {
    yaml::Problems problems;
    facts::WaiverOutcome waiver = read_item(item, library, problems);
    waiver.location = Location{.path = path, .line = item.position.line, .column = item.position.column};
    for (const yaml::Problem& problem : problems.found()) {
      waiver.state = facts::WaiverState::malformed;
      waiver.problem += (waiver.problem.empty() ? "" : "; ") + problem.message;
      if (!problem.suggestion.empty()) waiver.problem += " (" + problem.suggestion + ")";
      result.problems.push_back({path, problem});
    }
    result.waivers.push_back(std::move(waiver));
  }
  return result;
}

}  // namespace chainlint::policy
