#include <algorithm>
#include <iterator>
#include <unordered_set>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "entry_reader.h"

namespace chainlint::records {
namespace {

using Need = yaml::MappingReader::Need;

const std::vector<std::string>& event_kinds() {
  static const std::vector<std::string> kinds = {"revoked", "withdrawn", "expires", "changes"};
  return kinds;
}

std::string word(yaml::MappingReader& fields, std::string_view key) { return fields.text(key, Need::required).value_or(""); }

void read_distrust(const yaml::Node& node, Records& to, yaml::Problems& problems) {
  Distrust entry;
  yaml::MappingReader fields(node, "an entry of distrust", problems);
  const std::vector<std::string> programs = fields.texts("programs", Need::required);
  entry.cas = read_cas(fields, problems);
  fields.read("compares", entry.compares, kDistrustComparesNames, Need::required);
  entry.from = fields.instant("from", Need::required).value_or(Instant());
  entry.note = read_note(fields, problems);
  fields.finish();
  for (const std::string& program : programs) {
    entry.program = program;
    to.distrusts.push_back(entry);
  }
}

void read_rotation(const yaml::Node& node, Records& to, yaml::Problems& problems) {
  Rotation entry;
  yaml::MappingReader fields(node, "a rotation", problems);
  entry.ca = word(fields, "ca");
  entry.before = fields.texts("before", Need::required);
  entry.after = fields.texts("after", Need::required);
  entry.from = fields.instant("from", Need::required).value_or(Instant());
  entry.note = read_note(fields, problems);
  fields.finish();
  to.rotations.push_back(std::move(entry));
}

void read_store_gap(const yaml::Node& node, Records& to, yaml::Problems& problems) {
  StoreGap entry;
  yaml::MappingReader fields(node, "a gap of a store", problems);
  entry.client = word(fields, "client");
  entry.before = fields.text("before").value_or("");
  entry.cas = read_cas(fields, problems);
  entry.note = read_note(fields, problems);
  fields.finish();
  to.store_gaps.push_back(std::move(entry));
}

void read_event(const yaml::Node& node, Records& to, yaml::Problems& problems) {
  CaEvent entry;
  yaml::MappingReader fields(node, "an event", problems);
  fields.node("cas");
  if (const auto kind = fields.choice("kind", event_kinds(), Need::required)) entry.kind = static_cast<CaEvent::Kind>(*kind);
  if (node.find("cas") != nullptr) entry.cas = read_cas(fields, problems);
  entry.on = fields.instant("on", Need::required).value_or(Instant());
  entry.note = read_note(fields, problems);
  fields.finish();
  to.events.push_back(std::move(entry));
}

void read_leaked_keys(const yaml::Node& node, Records& to, yaml::Problems& problems) {
  LeakedKeys entry;
  yaml::MappingReader fields(node, "an entry of published keys", problems);
  if (const yaml::Node* block = fields.node("keys", Need::required)) entry.keys = read_key_lines(*block, "keys", problems);
  entry.note = read_note(fields, problems);
  fields.finish();
  to.leaked_keys.push_back(std::move(entry));
}

// "KEY KEY_ID NAME".
std::optional<CaIdentity> read_root_line(std::string_view line) {
  CaIdentity ca;
  ca.key_sha256 = take_word(line);
  const std::string_view key_id = take_word(line);
  if (key_id != "-") ca.key_id = key_id;
  ca.name = line;
  const bool good = is_key_digits(ca.key_sha256) && (key_id == "-" || is_key_id_digits(ca.key_id)) && !ca.name.empty();
  return good ? std::optional(std::move(ca)) : std::nullopt;
}

// One block of text and no list of mappings: there are hundreds, and every run reads them. What `programs` and `source` at the top say
// holds for every root of the file.
void read_public_roots(const yaml::Node& block, yaml::MappingReader& file, Records& to, yaml::Problems& problems) {
  const std::vector<std::string> programs = file.texts("programs", Need::required);
  read_source(file, problems);
  const std::optional<std::string> text = read_text(block, "'public_roots'", problems);
  std::unordered_set<std::string_view> keys;
  std::string_view rest = text ? std::string_view(*text) : std::string_view(), line;
  for (yaml::Position position{block.position.line + 1, 1}; take_line(rest, line); ++position.line) {
    const std::string_view key = line.substr(0, line.find(' '));
    std::optional<CaIdentity> ca = read_root_line(line);
    if (!ca) {
      problems.add(position,
                   "a public root is the SHA-256 of its key, its subject key identifier (or '-'), both in lower-case hexadecimal digits, "
                   "and its name, with a blank between them");
    } else if (!keys.insert(key).second) {
      problems.add(position, "the key of " + in_quotes(ca->name) + " is in this file twice");
    } else if (keys.size() > RecordLimits::kEntries) {
      problems.add(position, "a file may have at most " + std::to_string(RecordLimits::kEntries) + " public roots");
      return;
    } else {
      to.public_roots.push_back({*std::move(ca), programs});
    }
  }
}

using ReadEntry = void (*)(const yaml::Node&, Records&, yaml::Problems&);

struct RecordList {
  const char* key;
  ReadEntry read;
};

constexpr RecordList kLists[] = {{"distrust", read_distrust},
                                 {"rotations", read_rotation},
                                 {"store_gaps", read_store_gap},
                                 {"events", read_event},
                                 {"leaked_keys", read_leaked_keys}};

// Whether a list is short enough to be read.
bool within_limit(const yaml::Node& list, const char* key, yaml::Problems& problems) {
  if (list.items.size() <= RecordLimits::kEntries) return true;
  problems.add(list.position, in_quotes(key) + " has " + std::to_string(list.items.size()) + " entries; at most " +
                                  std::to_string(RecordLimits::kEntries) + " are allowed in one file");
  return false;
}

void read_lists(const yaml::Node& root, yaml::MappingReader& file, Records& to, yaml::Problems& problems) {
  std::size_t lists = 0;
  if (const yaml::Node* roots = file.node("public_roots")) {
    read_public_roots(*roots, file, to, problems);
    ++lists;
  }
  for (const RecordList& list : kLists) {
    const yaml::Node* node = file.node(list.key);
    if (node == nullptr || !within_limit(*node, list.key, problems)) continue;
    ++lists;
    if (node->kind == yaml::Kind::sequence && node->items.empty()) continue;
    for (const yaml::Node* item : file.items(list.key)) list.read(*item, to, problems);
  }
  file.node("programs");
  file.node("source");
  if (lists == 0 && problems.empty()) {
    problems.add(root.position,
                 "a file of records has one list or more: public_roots, distrust, rotations, store_gaps, events, leaked_keys");
  }
}

}  // namespace

void read_records(const yaml::Node& root, Records& to, yaml::Problems& problems) {
  yaml::MappingReader file(root, "a file of records", problems);
  if (!file.is_mapping()) return;
  const auto name = file.text("records", Need::required);
  if (name && !is_record_name(*name)) {
    problems.add(root.find("records")->position, "'records' is a name of lower-case letters, digits and '-', not " + in_quotes(*name));
  }
  if (const std::optional<Instant> date = file.instant("date", Need::required)) to.date = to.date ? std::min(*to.date, *date) : *date;
  read_lists(root, file, to, problems);
  file.finish();
}

}  // namespace chainlint::records
