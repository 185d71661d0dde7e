#include "rule_examples.h"

#include <algorithm>
#include <string_view>

#include "chainlint/base/limits.h"
#include "chainlint/run/input_files.h"

namespace chainlint::cli {

report::RuleExamples examples_beside(const rules::Rule& rule) {
  std::string stem = rule.source_path;
  for (const std::string_view ending : {".yaml", ".yml"}) {
    if (stem.ends_with(ending)) stem.resize(stem.size() - ending.size());
  }
  const std::vector<yaml::SourceFile>& shipped = rules::shipped_rule_files();
  const auto same = [&](const yaml::SourceFile& file) { return file.path == stem + ".test.yaml"; };
  const bool is_shipped =
      std::any_of(shipped.begin(), shipped.end(), [&](const yaml::SourceFile& file) { return file.path == rule.source_path; });
  const auto found = std::find_if(shipped.begin(), shipped.end(), same);
  if (is_shipped && found == shipped.end()) return {};
  if (is_shipped) return report::read_examples(found->path, std::string(found->content()));
  for (const char* ending : {".test.yaml", ".test.yml"}) {
    if (const Result<Bytes> content = run::read_file(stem + ending, Limits{.file_bytes = RuleFileLimits::kFileBytes})) {
      return report::read_examples(stem + ending, std::string(as_text(*content)));
    }
  }
  return {};
}

}  // namespace chainlint::cli
