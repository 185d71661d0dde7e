#include "arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/version.h"
#include "help_format.h"

namespace chainlint::cli {
namespace {

constexpr const char* kStatusHelp =
    "Exit codes: 0 no finding at or above --fail-on, 1 findings, 2 invalid option, policy or rule (nothing was checked), "
    "3 an input could not be read, 4 writing failed or internal error. "
    "Every option except --from-jsonl can be set in the environment as CHAINLINT_<OPTION>.";
constexpr const char* kShowHelp =
    "Formats of show: text, json, jsonl and csv. "
    "Every option can be set in the environment as CHAINLINT_<OPTION>.";
constexpr const char* kDiffStatusHelp =
    "Exit codes: 0 NEXT adds no finding at or above --fail-on, 1 it does, or the order of --order has an outage, "
    "2 invalid option, policy or rule (nothing was compared), 3 an input could not be read, 4 writing failed or internal error. "
    "Findings that PREVIOUS also has are ignored. Every option can be set in the environment as CHAINLINT_<OPTION>.";
constexpr const char* kTimelineStatusHelp =
    "Exit codes: 0 regardless of the dates, 2 invalid option, policy or rule (nothing was evaluated), 3 an input could not be read, "
    "4 writing failed or internal error. Every option can be set in the environment as CHAINLINT_<OPTION>.";

constexpr const char* kMergeStatusHelp =
    "The report and the exit code are those of one run without --shard. If a shard is missing, damaged or specified twice, or if the "
    "shards differ in version, options, rules, data or inputs, the exit code is 2 and nothing is written. "
    "Every option can be set in the environment as CHAINLINT_<OPTION>.";

constexpr const char* kFixHelp =
    "Without --in-place and --output nothing is written. --pool names CA certificates that may be added with --unsafe missing or stale. "
    "Exit codes: 0 nothing to do, or no error remains; 1 an error remains that fix cannot repair (what it could repair was written); "
    "2 invalid option, policy or rule, or a file that cannot be written (nothing was read); 3 an input could not be read; "
    "4 writing failed. Every option except --in-place, --output and --unsafe can be set in the environment as CHAINLINT_<OPTION>.";

// Where CLI11 writes the values of one option.
struct Value {
  std::string text;
  std::vector<std::string> list;
  bool flag = false;
};
using Values = std::array<Value, policy::kOptionCount>;

void declare_options(CLI::App& app, Command command, Values& values) {
  for (const policy::Option& option : policy::kOptions) {
    if ((option.commands & policy::commands({command})) == 0) continue;
    Value& value = values[policy::OptionName(option).place()];
    const std::string help = policy::help_text(option);
    const std::string name = (option.letter == 0 ? "" : std::string("-") + option.letter + ",") + std::string(option.name);
    CLI::Option* added = nullptr;
    if (option.shape == policy::Option::Shape::flag) {
      added = app.add_flag(name, value.flag, help);
    } else if (takes_several(option)) {
      added = app.add_option(name, value.list, help)->type_name(value_text(option))->allow_extra_args(false);
    } else {
      added = app.add_option(name, value.text, help)->type_name(value_text(option))->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }
    const bool hidden = (option.hidden & policy::commands({command})) != 0;
    added->group(hidden ? "" : std::string(option.group));
  }
}

std::vector<std::string> values_of(const policy::Option& option, const Value& value) {
  if (option.shape == policy::Option::Shape::flag) return {value.flag ? "true" : "false"};
  return takes_several(option) ? value.list : std::vector<std::string>{value.text};
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    if (end != 0) lines.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

// The value of CHAINLINT_<OPTION>, a list with one value per line; nothing where it is not set.
std::vector<std::string> from_environment(const policy::Option& option, run::UsageProblems& problems) {
  const std::string name = policy::environment_name(option.name);
  const char* set = option.environment ? std::getenv(name.c_str()) : nullptr;
  const std::string_view text = set == nullptr ? "" : set;
  if (text.empty()) return {};
  if (takes_several(option)) return lines_of(text);
  if (option.shape != policy::Option::Shape::flag) return {std::string(text)};
  if (text == "1" || text == "true") return {"true"};
  if (text != "0" && text != "false") problems.add(name + " is " + in_quotes(text) + "; allowed are 1, true, 0 and false");
  return {"false"};
}

// Pairs each --report with the nearest --format before it.
void pair_outputs(const CLI::App& app, run::BundleArguments& arguments, run::UsageProblems& problems) {
  const std::vector<std::string>& formats = arguments.list("--format");
  const std::vector<std::string>& reports = arguments.list("--report");
  std::vector<run::OutputArgument>& outputs = arguments.outputs;
  std::size_t format = 0, report = 0;
  for (const CLI::Option* option : app.parse_order()) {
    if (option->get_name() == "--format") outputs.push_back({formats[format++], ""});
    if (option->get_name() != "--report") continue;
    const std::string& file = reports[report++];
    if (outputs.empty() || !outputs.back().file.empty()) {
      problems.add("--report", file, " " + in_quotes(file) + " has no --format before it");
    } else {
      outputs.back().file = file;
    }
  }
  for (; format < formats.size(); ++format) outputs.push_back({formats[format], ""});
}

// The mistake for an argument that nothing claimed.
std::string unknown_option(const std::string& argument, const CLI::App& app) {
  const std::string name = argument.substr(0, argument.find('='));
  std::vector<std::string> known;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& long_name : option->get_lnames()) known.push_back("--" + long_name);
  }
  if (name == "--password" || name == "--pass" || name == "--passphrase") {
    return "unknown option " + in_quotes(name) +
           ": passwords on the command line are visible to others; use --password-env NAME or --password-file FILE";
  }
  std::string text = "unknown option " + in_quotes(name);
  if (auto suggestion = nearest(name, known)) text += "; did you mean '" + *suggestion + "'?";
  return text;
}

void note_extras(const CLI::App& app, run::UsageProblems& problems) {
  bool options_unknown = false;
  for (const std::string& extra : app.remaining()) {
    if (extra == "--") continue;
    if (extra.size() > 1 && extra.front() == '-') {
      options_unknown = true;
      problems.add(unknown_option(extra, app));
    } else if (!options_unknown) {  // after one, it may be the value
      problems.add("unexpected argument " + in_quotes(extra));
    }
  }
}

// An option with one value is specified twice: the intended value is not known.
void note_repeated(const CLI::App& app, run::UsageProblems& problems) {
  for (const CLI::Option* option : app.get_options()) {
    const bool single = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeLast && option->get_items_expected_max() == 1;
    if (!single || option->get_positional() || option->results().size() < 2 || option->get_lnames().empty()) continue;
    const std::vector<std::string>& values = option->results();
    if (std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end()) continue;
    problems.add("--" + option->get_lnames().front() + " is specified " + std::to_string(values.size()) +
                 " times, but takes one value; omit all but one");
  }
}

// The program's commands and options, and what was typed of them.
class CommandLine {
 public:
  CommandLine() : app_("Offline policy linter for certificate bundles: finds defects of a chain before clients do.", "chainlint") {
    app_.set_version_flag("-V,--version", run::version_text);  // asked for alone: it loads the records
    app_.formatter(std::make_shared<HelpFormat>());
    app_.require_subcommand(0, 1);
    declare_bundle_commands();
    declare_list_command();
    declare_policy_commands();
    declare_rules_commands();
    declare_reading_aids();
    // Most of the time to declare a command is that of its options, and a run has one command.
    for (const auto& [command, name] : commands_) {
      command->preparse_callback([this, command = command, name = name](std::size_t) { declare_options(*command, name, values_); });
      command->allow_extras();
    }
  }

  std::vector<CommandHelp> helps() const {
    std::vector<CommandHelp> helps{{.words = "", .command = {}, .summary = app_.get_description()}};
    for (const CLI::App* outer : app_.get_subcommands({})) {
      helps.push_back(help_of(*outer, ""));
      for (const CLI::App* inner : outer->get_subcommands({})) helps.push_back(help_of(*inner, outer->get_name() + " "));
    }
    return helps;
  }

  ParsedArguments parse(std::vector<std::string> arguments) {
    ParsedArguments result;
    // "help check" is "check --help".
    if (!arguments.empty() && arguments.front() == "help") {
      arguments.erase(arguments.begin());
      arguments.emplace_back("--help");
    }
    try {
      app_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp&) {
      result.output = app_.help();
      return result;
    } catch (const CLI::CallForVersion& version) {
      result.output = std::string(version.what()) + "\n";
      return result;
    } catch (const CLI::ExtrasError&) {
      problems_.add(unclaimed());
    } catch (const CLI::ParseError& error) {
      problems_.add(to_lower_ascii(std::string_view(error.what()).substr(0, 1)) + std::string(error.what()).substr(1));
    }
    if (CLI::App* chosen = chosen_command()) {
      finish(*chosen);
      result.arguments = std::move(arguments_);
    } else if (problems_.empty()) {
      result.output = named_group().help(app_.get_name());
      result.status = 2;
      return result;
    }
    result.problems = std::move(problems_);
    result.status = result.problems.empty() ? 0 : 2;
    return result;
  }

 private:
  CLI::App* command(CLI::App& group, const char* word, const char* help, Command name) {
    CLI::App* added = group.add_subcommand(word, help);
    commands_.emplace_back(added, name);
    return added;
  }

  CLI::App& group(const char* word, const char* help) {
    CLI::App* added = app_.add_subcommand(word, help);
    added->require_subcommand(0, 1);
    groups_.push_back(added);
    return *added;
  }

  CLI::App* bundle_command(CLI::App& group, const char* word, const char* help, Command name, const char* footer = "") {
    CLI::App* added = command(group, word, help, name);
    added->add_option("PATH", bundle_.paths, "file, folder, or - for standard input");
    added->footer(footer);
    return added;
  }

  void declare_bundle_commands() {
    bundle_command(app_, "check", "check bundles: files, folders with their subfolders, or - for standard input", Command::check,
                   kStatusHelp);
    bundle_command(app_, "show", "show every entry, the chains and what a server would send", Command::show, kShowHelp);
    CLI::App* diff = command(app_, "diff", "compare renewals with the deployed bundles", Command::diff);
    const auto take_path = [this](const std::string& path) { bundle_.paths.push_back(path); };
    diff->add_option_function<std::string>("PREVIOUS", take_path, "deployed bundle, or a folder of them");
    diff->add_option_function<std::string>("NEXT", take_path, "renewed bundle, or a folder of them");
    diff->footer(kDiffStatusHelp);
    bundle_command(app_, "timeline", "show every future date at which a verdict changes", Command::timeline, kTimelineStatusHelp);
    bundle_command(app_, "fix", "show or write corrected bundles: files, folders or - for standard input", Command::fix, kFixHelp);
    CLI::App* merge = command(app_, "merge", "merge the reports of all shards of a run into one report", Command::merge);
    merge->add_option("SHARD", bundle_.paths, "report that 'check --shard' wrote");
    merge->footer(kMergeStatusHelp);
    bundle_command(group("baseline", "the baseline of existing findings, which are suppressed: write"), "write",
                   "write the findings of these bundles as the baseline for --baseline", Command::baseline_write);
  }

  void declare_list_command() {
    CLI::App* list =
        command(app_, "list",
                "list the names that options take (targets, clients, formats, rulesets), or the TLS endpoints of a server configuration",
                Command::list_names);
    list->add_option("WHAT", arguments_.subject, "targets, clients, formats, rulesets or endpoints");
    list->add_option("PATH", bundle_.paths, "for endpoints: configuration file, or folder that contains some");
  }

  void declare_policy_commands() {
    CLI::App& policy = group("policy", "the policy file: init, check, show");
    std::string& subject = arguments_.subject;
    command(policy, "init", "write a commented policy file for the bundles of a folder", Command::policy_init)
        ->add_option("DIR", subject, "folder (default: the current one)");
    command(policy, "check", "find every mistake in a policy file", Command::policy_check)
        ->add_option("FILE", subject, "policy file (default: as --policy)");
    command(policy, "show", "print the effective settings and where each value comes from", Command::policy_show);
  }

  void declare_rules_commands() {
    CLI::App& rules = group("rules", "the rules: list, explain, facts, schema, docs, test");
    std::string& subject = arguments_.subject;
    command(rules, "list", "list the rules, one per line", Command::rules_list);
    command(rules, "explain", "explain one rule", Command::rules_explain)->add_option("ID", subject, "rule id");
    bundle_command(rules, "facts", "list every fact that a rule may use; with PATH, also its value for each bundle", Command::rules_facts);
    command(rules, "schema", "print the JSON Schema of one kind of file, for editors, or of the output json or jsonl",
            Command::rules_schema)
        ->add_option("NAME", subject, "rule, set, test, policy, target, client, json or jsonl (default: rule)");
    command(rules, "docs", "print the catalogue of the rules as Markdown", Command::rules_docs);
    command(rules, "test", "run the tests (*.test.yaml) of the rules in a folder", Command::rules_test)
        ->add_option("DIR", subject, "folder with rules and tests");
  }

  void declare_reading_aids() {
    command(app_, "completion", "print the completion of commands, options and values for a shell", Command::completion)
        ->add_option("SHELL", arguments_.subject, "bash, zsh or fish");
    command(app_, "man", "print the manual page; show it with: chainlint man | man -l -", Command::man_page);
  }

  CommandHelp help_of(const CLI::App& app, const std::string& group) const {
    CommandHelp help{.words = group + app.get_name(), .command = {}, .summary = app.get_description(), .footer = app.get_footer()};
    for (const auto& [command, name] : commands_) {
      if (command == &app) help.command = name;
    }
    for (const CLI::Option* option : app.get_options()) {
      if (!option->get_positional()) continue;
      const std::string name = option->get_name(true) + (option->get_items_expected_max() > 1 ? "..." : "");
      help.argument += (help.argument.empty() ? "" : " ") + name;
      help.argument_help += (help.argument_help.empty() ? "" : "; ") + name + ": " + option->get_description();
    }
    return help;
  }

  // The command that was typed, and takes its name; null without one.
  CLI::App* chosen_command() {
    for (const auto& [command, name] : commands_) {
      if (!command->parsed()) continue;
      arguments_.command = name;
      return command;
    }
    return nullptr;
  }

  const CLI::App& named_group() const {
    for (const CLI::App* group : groups_) {
      if (group->parsed()) return *group;
    }
    return app_;
  }

  // What no command claimed: a command that is misspelled, or an option before it.
  std::string unclaimed() const {
    const std::vector<std::string> before = app_.remaining();
    for (const auto& [command, name] : commands_) {
      if (!command->parsed() || before.empty()) continue;
      return in_quotes(before.front()) + " is before the command; options come after it: chainlint " + command->get_name() + " " +
             in_quotes(before.front());
    }
    const CLI::App& group = named_group();
    const std::string name = &group == &app_ ? "" : group.get_name() + " ";
    std::vector<std::string> known;
    for (const CLI::App* each : group.get_subcommands({})) known.push_back(each->get_name());
    const std::vector<std::string> typed = group.remaining();
    const auto word = std::find_if(typed.begin(), typed.end(), [](const std::string& each) { return !each.starts_with('-'); });
    if (word == typed.end()) {
      return "the command is missing after " + in_quotes(typed.empty() || !name.empty() ? group.get_name() : typed.front());
    }
    std::string text = "unknown command " + in_quotes(name + *word);
    if (auto suggestion = nearest(*word, known)) return text + "; did you mean '" + name + *suggestion + "'?";
    return text + "; allowed are " + join_and(known);
  }

  void finish(const CLI::App& chosen) {
    note_extras(chosen, problems_);
    note_repeated(chosen, problems_);
    take_typed(chosen);
    // Left empty by a variable that is not set, they would say nothing of the very change that they are to guard against.
    for (const policy::OptionName name :
         {policy::OptionName("--policy-from"), policy::OptionName("--waivers-from"), policy::OptionName("--previous-ref")}) {
      if (bundle_.source(name) == run::ValueSource::none || bundle_.has(name)) continue;
      problems_.add(name, "", " is empty; specify a revision such as origin/main, or omit the option");
    }
    const char* without = std::getenv("CHAINLINT_NO_POLICY");
    const bool no_policy = without != nullptr && (std::string_view(without) == "1" || std::string_view(without) == "true");
    if (no_policy) bundle_.set("--no-policy", {"true"}, run::ValueSource::environment);
    if (!bundle_.flag("--no-policy")) take_environment();
    pair_outputs(chosen, bundle_, problems_);
  }

  void take_typed(const CLI::App& chosen) {
    for (const policy::Option& option : policy::kOptions) {
      const CLI::Option* typed = chosen.get_option_no_throw(std::string(option.name));
      if (typed == nullptr || typed->count() == 0) continue;
      bundle_.set(option, values_of(option, values_[policy::OptionName(option).place()]));
    }
  }

  void take_environment() {
    for (const policy::Option& option : policy::kOptions) {
      const bool of_command = (option.commands & policy::commands({arguments_.command})) != 0;
      if (!of_command || bundle_.source(option) != run::ValueSource::none) continue;
      std::vector<std::string> values = from_environment(option, problems_);
      if (!values.empty()) bundle_.set(option, std::move(values), run::ValueSource::environment);
    }
  }

  CLI::App app_;
  Arguments arguments_;
  run::BundleArguments& bundle_ = arguments_.bundle;
  Values values_;
  run::UsageProblems problems_;
  std::vector<std::pair<CLI::App*, Command>> commands_;
  std::vector<CLI::App*> groups_;
};

}  // namespace

ParsedArguments parse_arguments(const std::vector<std::string>& arguments) { return CommandLine().parse(arguments); }

std::vector<CommandHelp> command_helps() { return CommandLine().helps(); }

}  // namespace chainlint::cli
