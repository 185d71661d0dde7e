#include "chainlint/run/run_options.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <optional>
#include <thread>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/run/configurations.h"
#include "inputs/passwords.h"
#include "libidn2.h"
#include "shard/shard_choice.h"

namespace chainlint::run {
namespace {

// The value that `text` names, or `fallback` and a problem that lists what is allowed. An empty text was not given.
template <auto kLast>
auto choose(policy::OptionName option, const std::string& text, const EnumNames<kLast>& names, decltype(kLast) fallback,
            UsageProblems& problems) {
  if (text.empty()) return fallback;
  if (const auto named = names.find(text)) return *named;
  const std::vector<std::string> allowed(option.row().values.begin(), option.row().values.end());
  std::string problem = " is " + in_quotes(text) + "; allowed are " + join_and(allowed);
  if (auto suggestion = nearest(text, allowed)) problem += "; did you mean '" + *suggestion + "'?";
  problems.add(option, text, problem);
  return fallback;
}

// Each value is one purpose or several with commas between them.
chain::Purposes parse_purposes(const std::vector<std::string>& values, UsageProblems& problems) {
  std::vector<chain::Purpose> listed;
  for (const std::string& value : values) {
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      listed.push_back(
          choose("--purpose", std::string(trimmed(rest.substr(0, comma))), chain::kPurposeNames, chain::Purpose::server, problems));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  const chain::Purposes purposes = chain::purposes_of(listed).value_or(chain::Purpose::server);
  for (const chain::Purpose alone : {chain::Purpose::any, chain::Purpose::ca}) {
    if (listed.size() > 1 && purposes.has(alone)) {
      problems.add("--purpose", values.back(), " cannot combine " + in_quotes(chain::to_string(alone)) + " with other purposes");
      break;
    }
  }
  return purposes;
}

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

Instant parse_time(const std::string& text, UsageProblems& problems) {
  if (text.empty()) return now();
  if (const auto at = Instant::parse(text)) return *at;
  const bool zone_missing = Instant::parse(text + "Z").has_value();
  problems.add("--at", text,
               " is " + in_quotes(text) +
                   (zone_missing ? ", which has no time zone; add Z for UTC, or an offset such as +01:00"
                                 : "; expected a time such as 2026-12-01T22:00:00Z or a date such as 2026-12-01"));
  return now();
}

int number_of(policy::OptionName option, const BundleArguments& arguments, int fallback, UsageProblems& problems) {
  std::string_view text = arguments.text(option);
  if (text.empty()) return fallback;
  const policy::Option& row = option.row();
  if (row.unit == "days" && text.ends_with('d')) text.remove_suffix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= row.least && number <= row.most) return number;
  problems.add(option, arguments.text(option),
               " is " + in_quotes(arguments.text(option)) + "; allowed is a number " +
                   (row.unit.empty() ? "" : "of " + std::string(row.unit) + " ") + "from " + std::to_string(row.least) + " to " +
                   std::to_string(row.most));
  return fallback;
}

// NAME=N, each name once.
Limits parse_limits(const std::vector<std::string>& values, UsageProblems& problems) {
  Limits limits;
  std::uint64_t files = limits.folder_entries;
  const std::array<std::pair<std::string_view, std::uint64_t*>, 5> known{{{"bytes", &limits.bytes_per_run},
                                                                          {"entries", &limits.entries_per_run},
                                                                          {"files", &files},
                                                                          {"kdf-iterations", &limits.kdf_iterations_per_run},
                                                                          {"output-bytes", &limits.output_bytes_per_run}}};
  for (const std::string& value : values) {
    const std::size_t sign = std::min(value.find('='), value.size());
    const std::string name = value.substr(0, sign), digits = value.substr(std::min(sign + 1, value.size()));
    const auto row = std::find_if(known.begin(), known.end(), [&](const auto& item) { return item.first == name; });
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool valid = error == std::errc() && end == digits.data() + digits.size() && number > 0;
    if (row != known.end() && valid) {
      *row->second = number;
    } else {
      problems.add("--limit", value,
                   " is " + in_quotes(value) +
                       "; allowed is NAME=N, where NAME is bytes, entries, files, kdf-iterations or output-bytes and N is a "
                       "number of at least 1");
    }
  }
  limits.folder_entries = static_cast<std::size_t>(files);
  return limits;
}

std::optional<facts::ChangeWindow> parse_window(const BundleArguments& arguments, UsageProblems& problems) {
  const int days = number_of("--margin", arguments, facts::ChangeWindow{}.margin_days, problems);
  if (!arguments.has("--window")) return std::nullopt;
  Result<facts::ChangeWindow> window = facts::parse_window(arguments.text("--window"));
  if (!window) {
    problems.add("--window", arguments.text("--window"), " is " + window.error().message);
    return std::nullopt;
  }
  window->margin_days = days;
  return *window;
}

// What is replaced and restored belongs to one bundle; where the policy names bundles, it may say so for each.
void validate_compared(const BundleArguments& arguments, UsageProblems& problems) {
  if (arguments.policy_bundles) return;
  const bool told = arguments.is_from_policy("--pins");  // it holds for runs that compare
  if (arguments.has("--pins") && !arguments.has("--previous") && !arguments.has("--previous-ref") && !told) {
    problems.add("--pins", "", " needs --previous or --previous-ref: a pin is stale if it names the deployed certificate");
  }
  if (arguments.paths.size() < 2) return;
  for (const policy::OptionName option : {policy::OptionName("--previous"), policy::OptionName("--rollback")}) {
    if (arguments.has(option)) problems.add(option, "", " applies to one bundle, and there are several PATHs");
  }
}

std::optional<std::vector<renewal::RolloutAction>> parse_order(const std::string& text, UsageProblems& problems) {
  if (text.empty()) return std::nullopt;
  Result<std::vector<renewal::RolloutAction>> order = renewal::parse_rollout_order(text);
  if (order) return std::move(*order);
  problems.add("--order", text, " is " + order.error().message);
  return std::nullopt;
}

// U-labels become A-labels (RFC 5891), as the names in certificates are written.
Result<std::string> to_a_labels(const std::string& host) {
  if (is_ascii(host)) return host;
  char* converted = nullptr;
  const int status = idn2_to_ascii_8z(host.c_str(), &converted, IDN2_NONTRANSITIONAL | IDN2_NFC_INPUT);
  if (status != IDN2_OK) return Error{"host-idna", idn2_strerror(status), {}};
  std::string name(converted);
  idn2_free(converted);
  return name;
}

std::vector<x509::HostName> parse_hosts(const std::vector<std::string>& names, UsageProblems& problems) {
  std::vector<x509::HostName> hosts;
  for (const std::string& name : names) {
    if (const std::size_t scheme = name.find("://"); scheme != std::string::npos) {
      const std::string_view rest = std::string_view(name).substr(scheme + 3);
      problems.add("--host", name,
                   " is " + in_quotes(name) + ", a URL; specify its host name: " + in_quotes(rest.substr(0, rest.find_first_of(":/?#"))));
      continue;
    }
    const Result<std::string> labels = to_a_labels(name);
    if (!labels) {
      problems.add("--host", name, " is " + in_quotes(name) + ", which is not an internationalized name: " + labels.error().message);
      continue;
    }
    Result<x509::HostName> host = x509::HostName::parse(*labels);
    if (host) {
      hosts.push_back(*host);
    } else {
      problems.add("--host", name, " is " + in_quotes(name) + ": " + host.error().message);
    }
  }
  return hosts;
}

std::vector<Output> parse_outputs(const std::vector<OutputArgument>& arguments, UsageProblems& problems) {
  std::vector<Output> outputs;
  std::size_t to_standard_output = 0;
  for (const OutputArgument& argument : arguments) {
    outputs.push_back(
        {choose("--format", argument.format, policy::kOutputFormatNames, report::OutputFormat::text, problems), argument.file});
    if (argument.file.empty()) ++to_standard_output;
  }
  if (to_standard_output > 1) problems.add("several formats are written to standard output; add --report FILE to all but one");
  if (outputs.empty()) outputs.push_back({});
  return outputs;
}

// KEY=VALUE, in their order.
std::vector<std::pair<std::string, std::string>> parse_meta(const std::vector<std::string>& values, UsageProblems& problems) {
  std::vector<std::pair<std::string, std::string>> meta;
  for (const std::string& value : values) {
    const std::size_t sign = value.find('=');
    if (sign == std::string::npos || sign == 0) {
      problems.add("--meta", value, " is " + in_quotes(value) + "; allowed is KEY=VALUE, such as ticket=CHG-1234");
    } else {
      meta.emplace_back(value.substr(0, sign), value.substr(sign + 1));
    }
  }
  return meta;
}

// In the environment of a CI job they are for all runs, in any format.
void validate_page_options(const BundleArguments& arguments, const std::vector<Output>& outputs, UsageProblems& problems) {
  const auto is_page = [](const Output& output) { return output.format == report::OutputFormat::html; };
  if (std::any_of(outputs.begin(), outputs.end(), is_page)) return;
  for (const policy::OptionName option : {policy::OptionName("--title"), policy::OptionName("--meta")}) {
    if (arguments.source(option) == ValueSource::command_line) problems.add(option, "", " is for the HTML page; add --format html");
  }
}

// A record is a bundle by itself: nothing on disk belongs to it, and none is known when the next one is checked.
void validate_records(const BundleArguments& arguments, const std::vector<Output>& outputs, UsageProblems& problems) {
  if (!arguments.has("--from-jsonl")) return;
  const auto refuse = [&](const std::string& message) { problems.add("--from-jsonl", arguments.text("--from-jsonl"), message); };
  if (!arguments.paths.empty()) refuse(" and PATH exclude each other; check files in a run of their own");
  if (arguments.policy_bundles) {
    refuse(
        " and 'bundles' of the policy exclude each other, because each record is a bundle; use another policy with --policy FILE, or "
        "--no-policy");
  }
  constexpr policy::OptionName kOfFiles[] = {"--key",      "--chain",        "--root",    "--previous",
                                             "--rollback", "--previous-ref", "--changed", "--pins"};
  for (const policy::OptionName option : kOfFiles) {
    const bool given = option == policy::OptionName("--changed") ? arguments.flag(option) : arguments.has(option);
    if (given && !arguments.is_from_policy(option)) {
      problems.add(option, "", " is about files on disk and cannot be combined with --from-jsonl; omit one of them");
    }
  }
  if (arguments.has("--shard")) {
    problems.add("--shard", "",
                 " divides files among machines and cannot be combined with --from-jsonl; give each machine its own records");
  }
  for (const Output& output : outputs) {
    if (report::output_row(output.format).stream != nullptr) continue;
    std::vector<std::string> fit;
    for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
      if (report::output_row(format).stream != nullptr) fit.emplace_back(to_string(format));
    }
    problems.add("--format", std::string(to_string(output.format)),
                 " " + std::string(to_string(output.format)) + " needs all bundles at once, and --from-jsonl keeps none; supported are " +
                     join_and(fit));
  }
}

void validate_paths(const BundleArguments& arguments, UsageProblems& problems) {
  if (arguments.paths.empty() && !arguments.policy_bundles && !arguments.has("--from-jsonl")) {
    problems.add("PATH is missing; specify a file, a folder, or - for standard input");
  }
  const bool parts = !arguments.list("--key").empty() || !arguments.list("--chain").empty();
  if (parts && arguments.paths.size() > 1 && !arguments.policy_bundles) {
    problems.add("--key", "", " and --chain apply to one bundle, and there are several PATHs");
  }
  std::size_t from_standard_input = arguments.text("--from-jsonl") == "-" ? 1 : 0;
  for (const auto* list : {&arguments.paths, &arguments.list("--key"), &arguments.list("--chain")}) {
    from_standard_input += static_cast<std::size_t>(std::count(list->begin(), list->end(), "-"));
  }
  for (const auto* path : {&arguments.text("--previous"), &arguments.text("--rollback"), &arguments.text("--pins")}) {
    from_standard_input += *path == "-" ? 1 : 0;
  }
  if (from_standard_input > 1) problems.add("'-' is specified more than once; standard input can be read only once");
}

}  // namespace

std::vector<std::string> named_beside(const RunOptions& options) {
  std::vector<std::string> paths;
  for (const auto* list : {&options.anchors, &options.pools, &options.crls, &options.targets, &options.clients}) {
    paths.insert(paths.end(), list->begin(), list->end());
  }
  for (const std::string& store : options.stores) paths.push_back(store.substr(store.find('=') + 1));
  for (const auto* path : {&options.previous, &options.rollback, &options.pins, &options.baseline}) paths.push_back(*path);
  return paths;
}

RunOptions validate_arguments(const BundleArguments& arguments, UsageProblems& problems) {
  RunOptions options;
  validate_paths(arguments, problems);
  options.paths = arguments.paths;
  options.records = arguments.text("--from-jsonl");
  options.key_files = arguments.list("--key");
  options.chain_files = arguments.list("--chain");
  options.anchors = arguments.list("--anchors");
  options.pools = arguments.list("--pool");
  options.crls = arguments.list("--crl");
  options.roots = arguments.list("--root");
  for (const std::string& root : options.roots) check_root(root, problems);
  options.files = disk_with_roots(options.roots);
  options.rule_sets = arguments.list("--ruleset");
  options.targets = arguments.list("--target");
  options.clients = arguments.list("--client");
  options.stores = arguments.list("--store");
  options.explain = arguments.flag("--explain");
  options.previous = arguments.text("--previous");
  options.pairs_previous = arguments.pairs_previous;
  options.pins = arguments.text("--pins");
  options.rollback = arguments.text("--rollback");
  options.previous_ref = arguments.text("--previous-ref");
  options.changed = arguments.flag("--changed");
  options.order = parse_order(arguments.text("--order"), problems);
  options.baseline = arguments.text("--baseline");
  options.writes_baseline = arguments.writes_baseline;
  options.output = arguments.text("--output");
  options.no_policy = arguments.flag("--no-policy");
  options.waivers_from = arguments.text("--waivers-from");
  validate_compared(arguments, problems);
  options.window = parse_window(arguments, problems);
  if (arguments.source("--margin") == ValueSource::command_line && !arguments.has("--window")) {
    problems.add("--margin", "", " needs a change window; specify it with --window START/END");
  }
  options.at = options.window && !arguments.has("--at") ? options.window->start : parse_time(arguments.text("--at"), problems);
  options.purposes = parse_purposes(arguments.list("--purpose"), problems);
  options.purpose_given = arguments.has("--purpose");
  options.hosts = parse_hosts(arguments.list("--host"), problems);
  options.outputs = parse_outputs(arguments.outputs, problems);
  validate_records(arguments, options.outputs, problems);
  options.title = arguments.text("--title");
  options.meta = parse_meta(arguments.list("--meta"), problems);
  validate_page_options(arguments, options.outputs, problems);
  options.timeline = arguments.flag("--timeline");
  for (const Output& output : options.outputs) {
    options.timeline = options.timeline || report::output_row(output.format).has_timeline;
    options.details = options.details || report::output_row(output.format).has_details;
  }
  options.shard = parse_shard(arguments, options.outputs, problems);
  options.details = options.details || options.shard;  // `merge` may write any format
  options.fail_on.reset();
  const std::string& threshold = arguments.text("--fail-on");
  if (threshold != "never") options.fail_on = choose("--fail-on", threshold, kSeverityNames, Severity::error, problems);
  options.min_severity = choose("--min-severity", arguments.text("--min-severity"), kSeverityNames, Severity::note, problems);
  options.strict = arguments.flag("--strict");
  options.limits = parse_limits(arguments.list("--limit"), problems);
  const unsigned cores = std::max(1u, std::thread::hardware_concurrency());
  options.jobs = static_cast<unsigned>(number_of("--jobs", arguments, static_cast<int>(cores), problems));
  options.group_by = choose("--group-by", arguments.text("--group-by"), policy::kGroupByNames, policy::GroupBy::automatic, problems);
  options.quiet = arguments.flag("--quiet");
  options.verbose = arguments.flag("--verbose");
  if (options.quiet && options.verbose) problems.add("--quiet and --verbose exclude each other; omit one of them");
  options.color = choose("--color", arguments.text("--color"), policy::kColorNames, policy::ColorWhen::automatic, problems);
  options.passwords = collect_passwords(arguments, problems);
  return options;
}

}  // namespace chainlint::run
