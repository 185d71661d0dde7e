#include "chainlint/run/run_options.h"

#include <idn2.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <thread>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/facts/outlook.h"
#include "inputs/passwords.h"

namespace chainlint::run {
namespace {

template <class T>
using Choices = std::vector<std::pair<std::string_view, T>>;

// The value that `text` names, or `fallback` and a problem that lists what is allowed. An empty text was not given.
template <class T>
T choose(const std::string& option, const std::string& text, const Choices<T>& choices, T fallback, std::vector<std::string>& problems) {
  if (text.empty()) return fallback;
  std::vector<std::string> names;
  for (const auto& [name, value] : choices) {
    if (name == text) return value;
    names.emplace_back(name);
  }
  std::string problem = option + " is " + in_quotes(text) + "; allowed are " + join_and(names);
  if (auto suggestion = nearest(text, names)) problem += "; did you mean '" + *suggestion + "'?";
  problems.push_back(problem);
  return fallback;
}

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

Instant judge_time(const std::string& text, std::vector<std::string>& problems) {
  if (text.empty()) return now();
  if (const auto at = Instant::parse(text)) return *at;
  problems.push_back("--at is " + in_quotes(text) + "; allowed is a time such as 2026-12-01T22:00:00Z or a date such as 2026-12-01");
  return now();
}

// The margin of a window, 30 days where none is given.
int judge_margin(const std::string& text, std::vector<std::string>& problems) {
  int days = facts::ChangeWindow{}.margin_days;
  if (text.empty()) return days;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error == std::errc() && end == text.data() + text.size() && days >= 0 && days <= facts::kLongestMarginDays) return days;
  problems.push_back("--margin is " + in_quotes(text) + "; allowed is a number of days from 0 to " +
                     std::to_string(facts::kLongestMarginDays));
  return facts::ChangeWindow{}.margin_days;
}

std::optional<facts::ChangeWindow> judge_window(const std::string& text, const std::string& margin, std::vector<std::string>& problems) {
  const int days = judge_margin(margin, problems);
  if (text.empty()) return std::nullopt;
  Result<facts::ChangeWindow> window = facts::parse_window(text);
  if (!window) {
    problems.push_back("--window is " + window.error().message);
    return std::nullopt;
  }
  window->margin_days = days;
  return *window;
}

// What is replaced and restored belongs to one bundle; where the policy names bundles, it may say so for each.
void judge_compared(const BundleArguments& arguments, std::vector<std::string>& problems) {
  if (arguments.policy_bundles) return;
  const auto& given = arguments.from_policy;
  const bool told = std::find(given.begin(), given.end(), "--pins") != given.end();  // it holds for runs that compare
  if (!arguments.pins.empty() && arguments.previous.empty() && arguments.previous_ref.empty() && !told) {
    problems.push_back("--pins needs --previous or --previous-ref: a pin is stale where it names what is replaced, and nothing is");
  }
  if (arguments.paths.size() < 2) return;
  for (const auto& [option, path] : {std::pair("--previous", &arguments.previous), std::pair("--rollback", &arguments.rollback)}) {
    if (!path->empty()) {
      problems.push_back(std::string(option) + " belongs to one bundle, and there are several PATHs");
    }
  }
}

std::optional<std::vector<renewal::RolloutAction>> judge_order(const std::string& text, std::vector<std::string>& problems) {
  if (text.empty()) return std::nullopt;
  Result<std::vector<renewal::RolloutAction>> order = renewal::parse_rollout_order(text);
  if (order) return std::move(*order);
  problems.push_back("--order is " + order.error().message);
  return std::nullopt;
}

// U-labels become A-labels (RFC 5891), as the names in certificates are written.
Result<std::string> to_a_labels(const std::string& host) {
  const bool ascii = std::all_of(host.begin(), host.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return host;
  char* converted = nullptr;
  const int status = idn2_to_ascii_8z(host.c_str(), &converted, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  if (status != IDN2_OK) return Error{"host-idna", idn2_strerror(status), {}};
  std::string name(converted);
  idn2_free(converted);
  return name;
}

std::vector<x509::HostName> judge_hosts(const std::vector<std::string>& names, std::vector<std::string>& problems) {
  std::vector<x509::HostName> hosts;
  for (const std::string& name : names) {
    const Result<std::string> labels = to_a_labels(name);
    if (!labels) {
      problems.push_back("--host is " + in_quotes(name) + ", which is no internationalized name: " + labels.error().message);
      continue;
    }
    Result<x509::HostName> host = x509::HostName::parse(*labels);
    if (host) {
      hosts.push_back(*host);
    } else {
      problems.push_back("--host is " + in_quotes(name) + ": " + host.error().message);
    }
  }
  return hosts;
}

std::vector<Output> judge_outputs(const std::vector<OutputArgument>& arguments, std::vector<std::string>& problems) {
  Choices<report::OutputFormat> formats;
  for (const report::OutputFormat format : policy::kOutputFormatNames.values()) formats.emplace_back(to_string(format), format);
  std::vector<Output> outputs;
  std::size_t to_standard_output = 0;
  for (const OutputArgument& argument : arguments) {
    outputs.push_back({choose("--format", argument.format, formats, report::OutputFormat::text, problems), argument.file});
    if (argument.file.empty()) ++to_standard_output;
  }
  if (to_standard_output > 1) problems.push_back("several formats go to standard output; give each but one its own --report FILE");
  if (outputs.empty()) outputs.push_back({});
  return outputs;
}

unsigned judge_jobs(const std::string& text, std::vector<std::string>& problems) {
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  if (text.empty()) return cores;
  unsigned jobs = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), jobs);
  if (error == std::errc() && end == text.data() + text.size() && jobs >= 1 && jobs <= 1024) return jobs;
  problems.push_back("--jobs is " + in_quotes(text) + "; allowed is a number from 1 to 1024");
  return cores;
}

void judge_paths(const BundleArguments& arguments, std::vector<std::string>& problems) {
  if (arguments.paths.empty() && !arguments.policy_bundles) {
    problems.push_back("no PATH is given; name a file, a folder, or - for standard input");
  }
  const bool parts = !arguments.key_files.empty() || !arguments.chain_files.empty();
  if (parts && arguments.paths.size() > 1 && !arguments.policy_bundles) {
    problems.push_back("--key and --chain belong to one bundle, and there are several PATHs");
  }
  std::size_t from_standard_input = 0;
  for (const auto* list : {&arguments.paths, &arguments.key_files, &arguments.chain_files}) {
    from_standard_input += static_cast<std::size_t>(std::count(list->begin(), list->end(), "-"));
  }
  for (const auto* path : {&arguments.previous, &arguments.rollback, &arguments.pins}) from_standard_input += *path == "-" ? 1 : 0;
  if (from_standard_input > 1) problems.push_back("'-' is given more than once; standard input can be read once");
}

}  // namespace

RunOptions judge_arguments(const BundleArguments& arguments, std::vector<std::string>& problems) {
  static const Choices<chain::Purpose> kPurposes{{"server", chain::Purpose::server},
                                                 {"client", chain::Purpose::client},
                                                 {"email", chain::Purpose::email},
                                                 {"any", chain::Purpose::any}};
  static const Choices<std::optional<Severity>> kThresholds{
      {"error", Severity::error}, {"warning", Severity::warning}, {"note", Severity::note}, {"never", std::nullopt}};
  static const Choices<Severity> kSeverities{{"error", Severity::error}, {"warning", Severity::warning}, {"note", Severity::note}};
  static const Choices<ColorWhen> kColors{{"auto", ColorWhen::automatic}, {"always", ColorWhen::always}, {"never", ColorWhen::never}};

  RunOptions options;
  judge_paths(arguments, problems);
  options.paths = arguments.paths;
  options.key_files = arguments.key_files;
  options.chain_files = arguments.chain_files;
  options.anchors = arguments.anchors;
  options.pools = arguments.pools;
  options.crls = arguments.crls;
  options.rule_sets = arguments.rule_sets;
  options.targets = arguments.targets;
  options.clients = arguments.clients;
  options.stores = arguments.stores;
  options.explain = arguments.explain;
  options.previous = arguments.previous;
  options.pins = arguments.pins;
  options.rollback = arguments.rollback;
  options.previous_ref = arguments.previous_ref;
  options.changed = arguments.changed;
  options.order = judge_order(arguments.order, problems);
  options.baseline = arguments.baseline;
  options.writes_baseline = arguments.writes_baseline;
  options.no_policy = arguments.no_policy;
  options.waivers_from = arguments.waivers_from;
  judge_compared(arguments, problems);
  options.window = judge_window(arguments.window, arguments.margin, problems);
  if (arguments.margin_typed && arguments.window.empty()) {
    problems.push_back("--margin is about the days after a window, and there is none; name it by --window START/END");
  }
  options.at = options.window && arguments.at.empty() ? options.window->start : judge_time(arguments.at, problems);
  options.purpose = choose("--purpose", arguments.purpose, kPurposes, chain::Purpose::server, problems);
  options.purpose_given = !arguments.purpose.empty();
  options.hosts = judge_hosts(arguments.hosts, problems);
  options.outputs = judge_outputs(arguments.outputs, problems);
  options.timeline = std::any_of(options.outputs.begin(), options.outputs.end(),
                                 [](const Output& output) { return report::output_row(output.format).has_timeline; });
  options.fail_on = choose<std::optional<Severity>>("--fail-on", arguments.fail_on, kThresholds, Severity::error, problems);
  options.min_severity = choose("--min-severity", arguments.min_severity, kSeverities, Severity::note, problems);
  options.strict = arguments.strict;
  options.jobs = judge_jobs(arguments.jobs, problems);
  options.color = choose("--color", arguments.color, kColors, ColorWhen::automatic, problems);
  options.passwords = collect_passwords(arguments, problems);
  return options;
}

}  // namespace chainlint::run
