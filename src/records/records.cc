#include "chainlint/records/records.h"

#include <algorithm>
#include <map>

#include "chainlint/base/text.h"
#include "chainlint/yaml/document.h"

namespace chainlint::records {
namespace {

struct ParsedFile {
  yaml::Source source;
  yaml::Parsed parsed;
  yaml::Problems problems;

  explicit ParsedFile(const RecordFile& file) : source{file.path, file.text, file.packed}, parsed(yaml::parse(source)) {
    problems.append(parsed.problems);
  }

  const yaml::Node* name() const {
    return parsed.root && parsed.root->kind == yaml::Kind::mapping ? parsed.root->find("records") : nullptr;
  }
};

std::string name_key(std::string_view name, std::string_view key_id) { return std::string(name) + '\n' + std::string(key_id); }

}  // namespace

bool Records::is_public_root(std::string_view key_sha256) const {
  return !key_sha256.empty() && public_by_key_.contains(std::string(key_sha256));
}

const PublicRoot* Records::public_root_named(std::string_view name, std::string_view key_id) const {
  const auto found = key_id.empty() ? public_by_name_.end() : public_by_name_.find(name_key(name, key_id));
  return found == public_by_name_.end() ? nullptr : &public_roots[found->second];
}

void Records::index() {
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

LoadedRecords load_records(const std::vector<RecordFile>& own) {
  std::vector<ParsedFile> files;
  std::map<std::string, std::size_t> by_name;
  const std::size_t shipped = shipped_record_files().size();
  for (const RecordFile& file : shipped_record_files()) files.emplace_back(file);
  for (const RecordFile& file : own) files.emplace_back(file);
  std::vector<bool> replaced(files.size(), false);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const yaml::Node* name = files[i].name();
    if (name == nullptr || name->kind != yaml::Kind::scalar) continue;
    const auto [known, added] = by_name.emplace(name->scalar, i);
    if (added) continue;
    if (known->second >= shipped || i < shipped) {
      files[i].problems.add(name->position,
                            "the records " + in_quotes(name->scalar) + " are already in " + printable(files[known->second].source.path));
    }
    replaced[known->second] = true;
    known->second = i;
  }
  LoadedRecords loaded;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (replaced[i] && files[i].problems.empty()) continue;
    if (files[i].parsed.root && files[i].parsed.problems.empty()) read_records(*files[i].parsed.root, loaded.records, files[i].problems);
    for (std::string& problem : files[i].problems.format(files[i].source)) loaded.problems.push_back(std::move(problem));
  }
  loaded.records.index();
  return loaded;
}

const Records& shipped_records() {
  static const Records records = load_records({}).records;
  return records;
}

}  // namespace chainlint::records
