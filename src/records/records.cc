#include "chainlint/records/records.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "chainlint/base/text.h"
#include "chainlint/yaml/loaded_file.h"

namespace chainlint::records {
namespace {

// Sorts positions by what `key_of` gives for each; of equal ones, the first stays the first.
template <class Positions, class KeyOf>
void sort_by(Positions& positions, KeyOf key_of) {
  std::stable_sort(positions.begin(), positions.end(), [&](const auto& a, const auto& b) { return key_of(a) < key_of(b); });
}

// The first of them with this key, or null.
template <class Positions, class Key, class KeyOf>
const typename Positions::value_type* find_by(const Positions& positions, const Key& key, KeyOf key_of) {
  const auto found = std::lower_bound(positions.begin(), positions.end(), key,
                                      [&](const auto& position, const Key& wanted) { return key_of(position) < wanted; });
  return found != positions.end() && key_of(*found) == key ? &*found : nullptr;
}

// Of the root or key at a position.
auto key_of_root(const std::vector<PublicRoot>& roots) {
  return [&roots](std::size_t root) { return std::string_view(roots[root].ca.key_sha256); };
}

auto name_of_root(const std::vector<PublicRoot>& roots) {
  return [&roots](std::size_t root) { return std::pair<std::string_view, std::string_view>(roots[root].ca.key_id, roots[root].ca.name); };
}

auto leaked_key(const std::vector<LeakedKeys>& entries) {
  return
      [&entries](const std::pair<std::size_t, std::size_t>& at) { return std::string_view(entries[at.first].keys[at.second].key_sha256); };
}

}  // namespace

bool Records::is_public_root(std::string_view key_sha256) const {
  return !key_sha256.empty() && (find_by(public_by_key_, key_sha256, key_of_root(public_roots)) != nullptr ||
                                 std::binary_search(distrusted_keys_.begin(), distrusted_keys_.end(), key_sha256));
}

const PublicRoot* Records::public_root_named(std::string_view name, std::string_view key_id) const {
  const std::size_t* root = find_by(public_by_name_, std::pair(key_id, name), name_of_root(public_roots));
  return root == nullptr ? nullptr : &public_roots[*root];
}

Records::Leak Records::leak_of(std::string_view key_sha256) const {
  const auto* found = find_by(leaked_by_key_, key_sha256, leaked_key(leaked_keys));
  if (found == nullptr) return {};
  const LeakedKeys& entry = leaked_keys[found->first];
  return {&entry, &entry.keys[found->second]};
}

void Records::index() {
  public_by_key_.clear();
  public_by_name_.clear();
  distrusted_keys_.clear();
  leaked_by_key_.clear();
  for (std::size_t i = 0; i < public_roots.size(); ++i) {
    public_by_key_.push_back(i);
    if (!public_roots[i].ca.key_id.empty()) public_by_name_.push_back(i);
  }
  for (const Distrust& distrust : distrusts) {
    for (const CaIdentity& ca : distrust.cas) distrusted_keys_.push_back(ca.key_sha256);
  }
  for (std::size_t i = 0; i < leaked_keys.size(); ++i) {
    for (std::size_t k = 0; k < leaked_keys[i].keys.size(); ++k) leaked_by_key_.emplace_back(i, k);
  }
  sort_by(public_by_key_, key_of_root(public_roots));
  sort_by(public_by_name_, name_of_root(public_roots));
  std::sort(distrusted_keys_.begin(), distrusted_keys_.end());
  sort_by(leaked_by_key_, leaked_key(leaked_keys));
}

LoadedRecords load_records(const std::vector<yaml::SourceFile>& own) {
  yaml::FileLoader files;
  static constexpr std::array<std::string_view, 1> kKeys{"records"};
  static constexpr yaml::FileKind kKind{"a file of records", "it names itself with 'records:'", kKeys, nullptr, kKeys};
  for (const yaml::SourceFile& file : shipped_record_files()) files.add(file, kKind);
  for (const yaml::SourceFile& file : own) files.add(file, kKind);
  std::map<std::string, yaml::LoadedFile*> by_name;
  std::set<const yaml::LoadedFile*> replaced;
  for (yaml::LoadedFile& file : files.files()) {
    const yaml::Node* name = file.find("records");
    if (name == nullptr || name->kind != yaml::Kind::scalar) continue;
    const auto [known, added] = by_name.emplace(name->scalar, &file);
    if (added) continue;
    if (!file.replaces(*known->second)) {
      file.problems.add(name->position,
                        "the records " + in_quotes(name->scalar) + " are already in " + printable(known->second->source.path));
    }
    replaced.insert(known->second);
    known->second = &file;
  }
  LoadedRecords loaded;
  for (yaml::LoadedFile& file : files.files()) {
    const bool read = file.parsed.root && file.parsed.problems.empty() && !replaced.contains(&file);
    if (read && file.source.packed()) file.parsed = yaml::parse(file.source);
    if (read) read_records(*file.parsed.root, loaded.records, file.problems);
    file.parsed.root.reset();  // one tree at a time
  }
  loaded.problems = files.problems();
  loaded.records.index();
  return loaded;
}

const Records& shipped_records() {
  static const Records records = load_records({}).records;
  return records;
}

}  // namespace chainlint::records
