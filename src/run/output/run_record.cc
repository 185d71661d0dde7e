#include "chainlint/run/run_record.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "chainlint/crypto/digest.h"
#include "chainlint/profiles/library.h"
#include "chainlint/records/records.h"
#include "chainlint/rules/library.h"
#include "chainlint/run/input_files.h"

namespace chainlint::run {
namespace {

std::string digest_of(std::string_view text) { return to_hex(crypto::sha256(as_bytes(text))); }

// One digest of many shipped files, whatever the folder that they are built from.
void add_files(const std::vector<yaml::SourceFile>& files, std::string& all) {
  for (const yaml::SourceFile& file : files) all.append(file.path).append("\n").append(file.shipped_content->sha256).append("\n");
}

// What a recorded option was in this run. A branch moves on and the clock too: what they were counts.
std::vector<std::string> recorded_values(const policy::Option& option, const BundleRun& run, const std::string& command) {
  const BundleArguments& given = run.arguments;
  if (option.name == "--at") return {run.options.at.to_string()};
  if (option.name == "--policy") return {run.policy && !run.policy->files.empty() ? run.policy->files.front() : ""};
  if (option.name == "--no-policy") return {run.policy ? given.text(option) : "true"};
  if (option.name == "--previous" && command == "diff") return {};
  if (option.name == "--previous-ref" && run.branch != nullptr) return {run.branch->revision.commit()};
  return given.list(option);
}

// The command with the options that decide the verdict. What the policy gave comes with the policy.
std::vector<std::string> arguments_of(const BundleRun& run, const std::string& command) {
  const BundleArguments& given = run.arguments;
  std::vector<std::string> words{command};
  for (std::size_t i = 0; i < policy::kOptionCount; ++i) {
    const policy::Option& option = policy::kOptions[i];
    const bool first_row = policy::OptionName(option).place() == i;
    if (!option.recorded || !first_row || given.is_from_policy(option)) continue;
    for (const std::string& value : recorded_values(option, run, command)) {
      const bool flag = option.shape == policy::Option::Shape::flag;
      if (value.empty() || (flag && value != "true")) continue;
      words.emplace_back(option.name);
      if (!flag) words.push_back(value);
    }
  }
  const auto dashed = [](const std::string& path) { return path.starts_with('-') && path != "-"; };
  const std::vector<std::string>& paths = given.paths;
  if (std::any_of(paths.begin(), paths.end(), dashed)) words.push_back("--");
  if (command == "diff") words.push_back(given.text("--previous"));
  words.insert(words.end(), paths.begin(), paths.end());
  return words;
}

// Files besides the inputs that decided, by the paths that the options name.
class DecidingFiles {
 public:
  explicit DecidingFiles(report::RunRecord& record) : record_(record) {}

  void add(const std::string& path) {
    std::error_code error;
    if (path.empty() || path == "-" || !std::filesystem::exists(path, error)) return;
    for (const InputFile& file : find_files({path}, limits_).files) {
      if (const Result<Bytes> content = read_file(file.path, limits_)) {
        record_.files.emplace_back(file.path, to_hex(crypto::sha256(*content)));
      }
    }
  }

 private:
  const Limits limits_;
  report::RunRecord& record_;
};

// The store of the machine counts by its certificates: it is elsewhere on another machine.
void add_system_store(const BundleRun& run, report::RunRecord& record) {
  if (run.trust.anchors.origin() != chain::AnchorOrigin::system) return;
  std::vector<std::string> digests;
  for (const x509::CertificatePtr& anchor : run.trust.anchors.certificates()) digests.push_back(to_hex(anchor->sha256()));
  std::sort(digests.begin(), digests.end());
  std::string all;
  for (const std::string& digest : digests) all += digest + '\n';
  record.files.emplace_back("system trust store", digest_of(all));
}

}  // namespace

report::RunRecord record_of_run(const BundleRun& run, const std::string& command) {
  report::RunRecord record;
  record.fail_on = run.options.fail_on;
  record.arguments = arguments_of(run, command);
  std::string data;
  add_files(records::shipped_record_files(), data);
  add_files(profiles::shipped_profile_files(), data);
  record.data_sha256 = digest_of(data);
  const records::Records& records = run.rules ? run.rules->records : records::shipped_records();
  if (records.date) record.data_date = records.date->date();
  if (run.rules) {
    std::string rules;
    add_files(rules::shipped_rule_files(), rules);
    for (const auto& [path, text] : run.rules->own_files) rules += digest_of(text) + '\n';
    for (const rules::RuleSet::Member& member : run.rules->by_policy.base().members) {
      rules += member.rule->id + (member.severity ? ' ' + std::string(to_string(*member.severity)) : "") + '\n';
    }
    if (run.policy && !(run.policy->rules.empty() && run.policy->overrides.empty())) {
      for (const yaml::SourceFile& source : run.policy->sources) rules += digest_of(source.text) + '\n';
    }
    record.rules_sha256 = digest_of(rules);
  }
  if (run.policy) {
    for (const yaml::SourceFile& source : run.policy->sources) record.files.emplace_back(source.path, digest_of(source.text));
  }
  if (run.rules) {
    for (const auto& [path, text] : run.rules->own_files) record.files.emplace_back(path, digest_of(text));
  }
  DecidingFiles files(record);
  for (const std::string& path : named_beside(run.options)) files.add(path);
  add_system_store(run, record);
  return record;
}

}  // namespace chainlint::run
