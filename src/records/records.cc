#include "chainlint/records/records.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "chainlint/base/text.h"
#include "chainlint/yaml/loaded_file.h"

namespace chainlint::records {
namespace {

std::string name_key(std::string_view name, std::string_view key_id) { return std::string(name) + '\n' + std::string(key_id); }

}  // namespace

bool Records::is_public_root(std::string_view key_sha256) const {
  return !key_sha256.empty() && public_by_key_.contains(std::string(key_sha256));
}

const PublicRoot* Records::public_root_named(std::string_view name, std::string_view key_id) const {
  const auto found = key_id.empty() ? public_by_name_.end() : public_by_name_.find(name_key(name, key_id));
  return found == public_by_name_.end() ? nullptr : &public_roots[found->second];
}

Records::Leak Records::leak_of(std::string_view key_sha256) const {
  const auto found = leaked_by_key_.find(std::string(key_sha256));
  if (found == leaked_by_key_.end()) return {};
  const LeakedKeys& entry = leaked_keys[found->second.first];
  return {&entry, &entry.keys[found->second.second]};
}

void Records::index() {
  leaked_by_key_.clear();
  for (std::size_t i = 0; i < leaked_keys.size(); ++i) {
    const std::vector<CaIdentity>& keys = leaked_keys[i].keys;
    for (std::size_t k = 0; k < keys.size(); ++k) leaked_by_key_.emplace(keys[k].key_sha256, std::pair(i, k));
  }
  public_by_key_.clear();
  public_by_name_.clear();
  for (std::size_t i = 0; i < public_roots.size(); ++i) {
    const CaIdentity& ca = public_roots[i].ca;
    public_by_key_.emplace(ca.key_sha256, i);
    if (!ca.key_id.empty()) public_by_name_.emplace(name_key(ca.name, ca.key_id), i);
  }
  for (const Distrust& distrust : distrusts) {
    for (const CaIdentity& ca : distrust.cas) {
      if (!ca.key_sha256.empty()) public_by_key_.emplace(ca.key_sha256, public_roots.size());
    }
  }
}

LoadedRecords load_records(const std::vector<yaml::SourceFile>& own) {
  yaml::FileLoader files;
  static constexpr std::array<std::string_view, 1> kKeys{"records"};
  static constexpr yaml::FileKind kKind{"a file of records", "it names itself with 'records:'", kKeys};
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
    if (read) read_records(*file.parsed.root, loaded.records, file.problems);
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
