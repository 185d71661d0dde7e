#include "bundle_title.h"

#include <string_view>

#include "chainlint/base/text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostFiles = 16;  // that are named

}  // namespace

Location place_of(const Diagnostic& diagnostic, const InputReport& input) {
  Location location = diagnostic.location;
  if (location.path.empty()) location.path = input.path;
  return location;
}

std::string title(const BundleReport& bundle) { return title({bundle.name, {bundle.files.begin(), bundle.files.end()}}); }

std::string title(const BundleOutline& bundle) {
  const std::string_view first = bundle.files.empty() ? bundle.name : bundle.files.front();
  const bool named = !bundle.name.starts_with(first);
  if (named && bundle.files.size() == 1) return printable(bundle.name) + " (" + printable(first) + ")";
  std::string text = printable(named ? first : bundle.name);
  const std::string_view folder = first.substr(0, first.find_last_of("/!") + 1);
  const std::size_t shown = bundle.files.size() > kMostFiles ? kMostFiles - 1 : bundle.files.size();
  for (std::size_t i = 1; i < shown; ++i) {
    const std::string_view file = bundle.files[i];
    const bool beside = !folder.empty() && file.starts_with(folder) && file.find_first_of("/!", folder.size()) == std::string_view::npos;
    text += " + " + printable(beside ? file.substr(folder.size()) : file);
  }
  if (shown < bundle.files.size()) text += " + " + count_noun(bundle.files.size() - shown, "other file");
  return named ? printable(bundle.name) + " (" + text + ")" : text;
}

}  // namespace chainlint::report
