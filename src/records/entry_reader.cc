#include "entry_reader.h"

#include <algorithm>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::records {
namespace {

using Need = yaml::MappingReader::Need;

constexpr std::size_t kKeyDigits = 64;

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// Digits alone are a number to YAML and stand for themselves here.
std::string digits(yaml::MappingReader& fields, std::string_view key, yaml::Problems& problems, bool (*fits)(std::string_view),
                   std::string_view what) {
  const yaml::Node* value = fields.node(key);
  if (value == nullptr) return "";
  if (value->kind == yaml::Kind::scalar && fits(value->scalar)) return value->scalar;
  const std::string given = value->kind == yaml::Kind::scalar ? in_quotes(value->scalar) : value->describe();
  problems.add(value->position, in_quotes(key) + " is " + std::string(what) + ", not " + given);
  return "";
}

}  // namespace

bool is_key_digits(std::string_view text) { return text.size() == kKeyDigits && is_hex(text); }

bool is_key_id_digits(std::string_view text) {
  return !text.empty() && text.size() % 2 == 0 && text.size() <= RecordLimits::kKeyIdDigits && is_hex(text);
}

bool is_record_name(std::string_view text) {
  return !text.empty() && text.size() <= RecordLimits::kNameLength &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

CaIdentity read_ca(const yaml::Node& node, yaml::Problems& problems) {
  CaIdentity ca;
  yaml::MappingReader fields(node, "a CA", problems);
  if (!fields.is_mapping()) return ca;
  ca.name = fields.text("name", Need::required).value_or("");
  ca.organization = fields.text("organization").value_or("");
  ca.key_sha256 = digits(fields, "key", problems, is_key_digits, "the SHA-256 of a public key: 64 lower-case hexadecimal digits");
  ca.key_id = digits(fields, "key_id", problems, is_key_id_digits, "a subject key identifier: pairs of lower-case hexadecimal digits");
  fields.finish();
  return ca;
}

bool take_line(std::string_view& rest, std::string_view& line) {
  if (rest.empty()) return false;
  const std::size_t end = std::min(rest.find('\n'), rest.size());
  line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return true;
}

std::string_view take_word(std::string_view& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  const std::string_view word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

std::vector<CaIdentity> read_key_lines(const yaml::Node& block, std::string_view what, yaml::Problems& problems) {
  std::vector<CaIdentity> keys;
  const std::optional<std::string> text = read_text(block, in_quotes(what), problems);
  std::string_view rest = text ? std::string_view(*text) : std::string_view(), line;
  for (yaml::Position position{block.position.line + 1, 1}; take_line(rest, line); ++position.line) {
    const std::string_view key = take_word(line);
    if (is_key_digits(key) && !line.empty()) {
      keys.push_back({std::string(line), "", std::string(key), ""});
    } else {
      problems.add(position, "a line of " + in_quotes(what) +
                                 " is the SHA-256 of a key in lower-case hexadecimal digits, a blank, and the name of the " +
                                 (what == "cas" ? "CA" : "key"));
    }
  }
  return keys;
}

std::vector<CaIdentity> read_cas(yaml::MappingReader& fields, yaml::Problems& problems) {
  std::vector<CaIdentity> cas;
  const yaml::Node* node = fields.node("cas", Need::required);
  if (node == nullptr) return cas;
  if (node->kind == yaml::Kind::scalar) return read_key_lines(*node, "cas", problems);
  for (const yaml::Node* item : fields.items("cas")) cas.push_back(read_ca(*item, problems));
  return cas;
}

RecordSource read_source(yaml::MappingReader& fields, yaml::Problems& problems) {
  RecordSource source;
  const yaml::Node* node = fields.node("source", Need::required);
  if (node == nullptr) return source;
  yaml::MappingReader parts(*node, "'source'", problems);
  if (!parts.is_mapping()) return source;
  source.title = parts.text("title", Need::required).value_or("");
  source.url = parts.text("url", Need::required).value_or("");
  if (!source.url.empty() && !source.url.starts_with("https://") && !source.url.starts_with("http://")) {
    problems.add(node->find("url")->position, "'url' begins with https:// or http://, but it is " + in_quotes(source.url));
  }
  source.date = parts.instant("date", Need::required).value_or(Instant());
  parts.finish();
  return source;
}

RecordNote read_note(yaml::MappingReader& fields, yaml::Problems& problems) {
  RecordNote note;
  note.summary = fields.text("summary", Need::required).value_or("");
  note.unverified = fields.boolean("unverified").value_or(false);
  note.source = read_source(fields, problems);
  return note;
}

}  // namespace chainlint::records
