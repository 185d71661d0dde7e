// What the options --target, --client, --format and --ruleset may name: `list targets`; and the endpoints of server configuration.
#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/report/endpoint_list.h"
#include "chainlint/run/configurations.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/policy_choice.h"
#include "commands.h"
#include "option_names.h"

namespace chainlint::cli {
namespace {

int list_endpoints(run::BundleArguments arguments, run::UsageProblems problems) {
  if (arguments.paths.empty()) problems.add("PATH is missing; specify a configuration file, or a folder that contains some");
  const std::string format = arguments.text("--format");
  if (!format.empty() && format != "text" && format != "json" && format != "csv") {
    problems.add("--format", format, " is " + in_quotes(format) + "; allowed are text, json and csv");
  }
  if (problems.empty() && !arguments.flag("--no-policy")) run::choose_policy(arguments, problems);
  for (const std::string& root : arguments.list("--root")) run::check_root(root, problems);
  if (!problems.empty()) return report_usage(problems, "list");
  const std::vector<std::string> roots = arguments.list("--root");
  const std::shared_ptr<const run::FileSource> files = run::disk_with_roots(roots);
  const run::InputFiles found = run::find_files(arguments.paths, Limits(), *files);
  std::vector<config::Configuration> configurations = run::read_configurations(found, roots, *files);
  std::vector<config::Configuration> manifests = run::read_manifests(found, *files);
  std::move(manifests.begin(), manifests.end(), std::back_inserter(configurations));
  std::stable_sort(configurations.begin(), configurations.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  const auto is_named = [&](const std::string& path) {
    return std::find(arguments.paths.begin(), arguments.paths.end(), path) != arguments.paths.end();
  };
  std::erase_if(configurations, [&](const auto& each) { return !is_named(each.path) && run::is_of_no_interest(each); });
  run::print(format == "json"  ? report::write_endpoints_json(configurations)
             : format == "csv" ? report::write_endpoints_csv(configurations)
                               : report::write_endpoints_text(configurations));
  bool read = true;
  for (const Diagnostic& diagnostic : found.diagnostics) {
    run::complain("error: " + printable(diagnostic.location.path) + " " + diagnostic.message);
    read = false;
  }
  for (const config::Configuration& configuration : configurations) {
    read = read && std::none_of(configuration.diagnostics.begin(), configuration.diagnostics.end(),
                                [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
  }
  return read ? run::kStatusClean : run::kStatusUnreadable;
}

}  // namespace

int run_list(const std::string& what, const run::BundleArguments& arguments, run::UsageProblems problems) {
  if (what == "endpoints") return list_endpoints(arguments, std::move(problems));
  const std::optional<NameList> list = kNameListNames.find(what);
  if (!list) {
    problems.add((what.empty() ? "WHAT is missing" : "there is no list of " + in_quotes(what)) +
                 "; allowed are targets, clients, formats, rulesets and endpoints");
  } else if (!arguments.paths.empty()) {
    problems.add("unexpected argument " + in_quotes(arguments.paths.front()));
  }
  if (!problems.empty()) return report_usage(problems, "list");
  const OptionNames rows = names_of(*list);
  std::size_t width = 0;
  for (const auto& [name, title] : rows) width = std::max(width, name.size());
  std::string out;
  for (const auto& [name, title] : rows) out += name + std::string(width + 2 - name.size(), ' ') + printable(title) + "\n";
  run::print(out);
  return run::kStatusClean;
}

}  // namespace chainlint::cli
