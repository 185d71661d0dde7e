#include "file_index.h"

#include "chainlint/base/text.h"

namespace chainlint::report {

FileIndex::FileIndex(const Report& report) {
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.of_run) continue;
    for (std::size_t i = 0; i < bundle.files.size(); ++i) {
      if (i == 0) {
        first_[bundle.files[i]].push_back(&bundle);
      } else {
        later_.try_emplace(bundle.files[i], &bundle);
      }
    }
  }
}

const std::vector<const BundleReport*>& FileIndex::bundles_of(const std::string& path) const {
  const auto found = first_.find(path);
  return found == first_.end() ? none_ : found->second;
}

const BundleReport* FileIndex::completes(const std::string& path) const {
  const auto found = later_.find(path);
  return found == later_.end() ? nullptr : found->second;
}

std::string title(const BundleReport& bundle) { return title({bundle.name, {bundle.files.begin(), bundle.files.end()}}); }

std::string title(const BundleOutline& bundle) {
  const std::string_view first = bundle.files.empty() ? bundle.name : bundle.files.front();
  const bool named = !bundle.name.starts_with(first);
  if (named && bundle.files.size() == 1) return printable(bundle.name) + " (" + printable(first) + ")";
  std::string text = printable(named ? first : bundle.name);
  const std::string_view folder = first.substr(0, first.find_last_of("/!") + 1);
  for (std::size_t i = 1; i < bundle.files.size(); ++i) {
    const std::string_view file = bundle.files[i];
    const bool beside = !folder.empty() && file.starts_with(folder) && file.find_first_of("/!", folder.size()) == std::string_view::npos;
    text += " + " + printable(beside ? file.substr(folder.size()) : file);
  }
  return named ? printable(bundle.name) + " (" + text + ")" : text;
}

}  // namespace chainlint::report
