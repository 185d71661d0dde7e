#include "rule_examples.h"

#include <algorithm>
#include <string_view>

#include "input_files.h"

namespace chainlint::cli {

RuleExamples examples_beside(const Rule& rule) {
  std::string stem = rule.source_path;
  for (const std::string_view ending : {".yaml", ".yml"}) {
    if (stem.ends_with(ending)) stem.resize(stem.size() - ending.size());
  }
  const std::vector<RuleFile>& shipped = shipped_rule_files();
  const auto same = [&](const RuleFile& file) { return file.path == stem + ".test.yaml"; };
  const bool is_shipped = std::any_of(shipped.begin(), shipped.end(), [&](const RuleFile& file) { return file.path == rule.source_path; });
  const auto found = std::find_if(shipped.begin(), shipped.end(), same);
  if (is_shipped) return found == shipped.end() ? RuleExamples{} : read_examples(found->path, found->text);
  for (const char* ending : {".test.yaml", ".test.yml"}) {
    if (const Result<Bytes> content = read_file(stem + ending, Limits{.file_bytes = 1u << 20})) {
      return read_examples(stem + ending, std::string(as_text(*content)));
    }
  }
  return {};
}

}  // namespace chainlint::cli
