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

// One digest of many files, whatever the folder that they are built from.
template <class Files>
void add_files(const Files& files, std::string& all) {
  for (const auto& file : files) all += file.path + '\n' + digest_of(file.text) + '\n';
}

// Options that decide the verdict, one after the other. What the policy gave comes with the policy; how the report looks, where passwords
// come from on this machine and how many threads there are decide nothing.
class OptionList {
 public:
  OptionList(const BundleArguments& arguments, std::vector<std::string>& out) : from_policy_(arguments.from_policy), out_(out) {}

  void add(const std::string& option, const std::string& value) {
    if (value.empty() || by_policy(option)) return;
    out_.push_back(option);
    out_.push_back(value);
  }
  void add(const std::string& option, const std::vector<std::string>& values) {
    for (const std::string& value : values) add(option, value);
  }
  void add(const std::string& option, bool given) {
    if (given && !by_policy(option)) out_.push_back(option);
  }

 private:
  bool by_policy(const std::string& option) const {
    return std::find(from_policy_.begin(), from_policy_.end(), option) != from_policy_.end();
  }

  const std::vector<std::string>& from_policy_;
  std::vector<std::string>& out_;
};

std::vector<std::string> arguments_of(const BundleRun& run, const std::string& command) {
  const BundleArguments& given = run.arguments;
  std::vector<std::string> words{command};
  OptionList options(given, words);
  // A branch moves on and the clock too: what they were counts.
  options.add("--at", run.options.at.to_string());
  options.add("--policy", run.policy && !run.policy->files.empty() ? run.policy->files.front() : "");
  options.add("--no-policy", given.no_policy || !run.policy);
  options.add("--ruleset", given.rule_sets);
  options.add("--anchors", given.anchors);
  options.add("--pool", given.pools);
  options.add("--crl", given.crls);
  options.add("--host", given.hosts);
  options.add("--purpose", given.purpose);
  options.add("--target", given.targets);
  options.add("--client", given.clients);
  options.add("--store", given.stores);
  options.add("--explain", given.explain);
  options.add("--window", given.window);
  options.add("--margin", given.margin);
  if (command != "diff") options.add("--previous", given.previous);
  options.add("--previous-ref", run.branch == nullptr ? given.previous_ref : run.branch->revision.commit());
  options.add("--changed", given.changed);
  options.add("--order", given.order);
  options.add("--pins", given.pins);
  options.add("--rollback", given.rollback);
  options.add("--baseline", given.baseline);
  options.add("--waivers-from", given.waivers_from);
  options.add("--key", given.key_files);
  options.add("--chain", given.chain_files);
  options.add("--password-env", given.password_envs);
  options.add("--password-file", given.password_files);
  options.add("--password-fd", given.password_fds);
  options.add("--ask-password", given.ask_password);
  options.add("--fail-on", given.fail_on);
  options.add("--strict", given.strict);
  const auto dashed = [](const std::string& path) { return path.starts_with('-') && path != "-"; };
  const std::vector<std::string>& paths = given.paths;
  if (std::any_of(paths.begin(), paths.end(), dashed)) words.push_back("--");
  if (command == "diff") words.push_back(given.previous);
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
      if (const Result<Bytes> content = read_file(file.path, limits_))
        record_.files.emplace_back(file.path, to_hex(crypto::sha256(*content)));
    }
  }
  void add(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) add(path);
  }

 private:
  const Limits limits_;
  report::RunRecord& record_;
};

// The store of the machine counts by its certificates: it lies elsewhere on another machine.
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
  const RunOptions& options = run.options;
  DecidingFiles files(record);
  for (const auto* paths : {&options.anchors, &options.pools, &options.crls, &options.targets, &options.clients}) files.add(*paths);
  for (const std::string& store : options.stores) files.add(store.substr(store.find('=') + 1));
  for (const auto* path : {&options.previous, &options.rollback, &options.pins, &options.baseline}) files.add(*path);
  add_system_store(run, record);
  return record;
}

}  // namespace chainlint::run
