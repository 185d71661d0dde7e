#include "lint_steps.h"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "inputs/file_contents.h"
#include "inputs/input_index.h"
#include "inputs/unread_input.h"

namespace chainlint::run {
namespace {

void add_leaves(const formats::Bundle& bundle, chain::RunIndex::Leaves& leaves) {
  for (const formats::Container& container : bundle.containers) {
    for (const formats::Entry& entry : container.entries) {
      if (entry.is_leaf()) leaves.insert(entry.certificate->sha256());
    }
  }
}

}  // namespace

chain::RunIndex index_of(const std::vector<ReadBundle>& bundles, const std::vector<KeptFile>& kept,
                         std::vector<formats::Container> beside) {
  std::vector<const formats::Bundle*> all;
  all.reserve(bundles.size());
  std::unordered_set<std::string_view> paths;
  chain::RunIndex::Leaves deployed;
  for (const ReadBundle& read : bundles) {
    all.push_back(&read.bundle);
    if (read.plan != nullptr || !read.bundle.configured_at.empty()) add_leaves(read.bundle, deployed);
    if (kept.empty()) continue;
    for (const formats::Container& container : read.bundle.containers) paths.insert(container.path);
  }
  formats::Bundle others;
  others.containers = std::move(beside);
  for (const KeptFile& file : kept) {
    for (const formats::FoundContainer& found : file.containers) {
      if (!paths.contains(found.container.path)) others.containers.push_back(found.container);
    }
  }
  all.push_back(&others);
  return chain::RunIndex(all, deployed);
}

void require_certificates(const std::vector<ReadBundle>& bundles, ListedFiles& listed) {
  InputIndex inputs(listed.inputs);
  for (const ReadBundle& read : bundles) {
    const formats::Bundle& bundle = read.bundle;
    const bool any = std::any_of(bundle.containers.begin(), bundle.containers.end(),
                                 [](const formats::Container& c) { return c.count(formats::EntryKind::certificate) > 0 || c.has_error(); });
    if (any || bundle.containers.front().format == formats::Format::archive) continue;
    report::InputReport* input = inputs.find(bundle.containers.front().path);
    if (input == nullptr) continue;
    input->diagnostics.push_back(unread(input->path, "no-certificate", "contains no certificate, so there is no chain to check"));
    input->status = formats::ReadStatus::partial;
  }
}

void drop_empty_bundles(std::vector<ReadBundle>& bundles) {
  std::erase_if(bundles, [](const ReadBundle& read) {
    return std::all_of(read.bundle.containers.begin(), read.bundle.containers.end(),
                       [](const formats::Container& c) { return c.entries.empty() && c.use == formats::FileUse::met && !c.has_doubt(); });
  });
}

}  // namespace chainlint::run
