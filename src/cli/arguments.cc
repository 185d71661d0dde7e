#include "arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <functional>
#include <string_view>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/version.h"
#include "option_table.h"

namespace chainlint::cli {
namespace {

constexpr const char* kFailOnHelp = "status 1 from this severity on: error, warning, note or never (default: error)";
constexpr const char* kStatusHelp =
    "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong option or rule (nothing was linted),\n"
    "3 an input could not be read, 4 internal error. Every option may come from the environment as CHAINLINT_<OPTION>.";
constexpr const char* kDiffStatusHelp =
    "Exit status: 0 NEXT adds nothing at or above --fail-on, 1 it does, or the order of --order has an outage, 2 wrong option or rule\n"
    "(nothing was compared), 3 an input could not be read, 4 internal error. What PREVIOUS already has is ignored.\n"
    "Every option may come from the environment as CHAINLINT_<OPTION>.";
constexpr const char* kTimelineStatusHelp =
    "Exit status: 0 whatever is found, 2 wrong option or rule (nothing was looked at), 3 an input could not be read, 4 internal error.\n"
    "Every option may come from the environment as CHAINLINT_<OPTION>.";

constexpr const char* kFixHelp =
    "Without --in-place and --output nothing is written. --pool names CA certificates that may be added with --unsafe missing or stale.\n"
    "Exit status: 0 nothing to do, or no error is left; 1 an error is left that fix does not repair (what it could repair was written);\n"
    "2 wrong option or rule, or a place that cannot be written (nothing was read); 3 an input could not be read; 4 writing failed.\n"
    "Every option may come from the environment as CHAINLINT_<OPTION>, but for --in-place, --output and --unsafe.";

// Everything that CLI11 writes into while it parses.
struct Parser {
  Arguments arguments;
  std::vector<std::string> formats, reports;
  std::vector<std::string> problems;
};

void declare_policy_options(OptionTable& table, run::BundleArguments& bundle) {
  table.text("--policy", bundle.policy, "FILE", "policy file (default: the nearest .chainlint.yaml upwards to the top of the repository)");
  table.list("--ruleset", bundle.rule_sets, "NAME|FILE|DIR",
             "rules to run instead of recommended: path, public-web, private-strict, strict, all, or a file or folder; repeatable");
}

void declare_judging_options(OptionTable& table, run::BundleArguments& bundle) {
  table.text("--waivers-from", bundle.waivers_from, "GITREF",
             "take the waivers of the policy file from this revision, not from the folder");
  table.text("--baseline", bundle.baseline, "FILE", "findings of this file are suppressed, new ones fail");
}

void declare_bundle_options(OptionTable& table, run::BundleArguments& bundle, Parser& parser) {
  table.text("--at", bundle.at, "TIME", "evaluation time: 2026-12-01T22:00:00Z or 2026-12-01 (default: now)");
  table.list("--anchors", bundle.anchors, "FILE|DIR|system|none", "trust anchors; repeatable (default: system)");
  table.list("--pool", bundle.pools, "FILE|DIR", "CA certificates that are not in the bundle, to name what is missing; repeatable");
  table.list("--crl", bundle.crls, "FILE|DIR", "certificate revocation lists; repeatable");
  table.list("--host", bundle.hosts, "NAME", "a DNS name or IP address that the leaf must cover; repeatable");
  table.text("--purpose", bundle.purpose, "PURPOSE", "server, client, email or any (default: server)");
  table.list("--key", bundle.key_files, "FILE", "private key of the bundle at PATH; repeatable");
  table.list("--chain", bundle.chain_files, "FILE", "CA certificates of the bundle at PATH; repeatable");
  table.list("--target", bundle.targets, "PROFILE[@VERSION]|FILE",
             "what the bundle is deployed on, by name or as a file of your own; repeatable");
  table.list("--client", bundle.clients, "NAME|FILE|all", "a client family whose verdict is predicted; repeatable");
  table.list("--store", bundle.stores, "NAME=FILE", "an exported store of the Windows machine: My, CA, Root or Disallowed; repeatable");
  table.flag("--explain", bundle.explain, "name every path that was tried and why it lost", parser.problems);
  table.text("--window", bundle.window, "START/END",
             "the change window, times or dates: certificates must be valid throughout; without --at, START is the evaluation time");
  table.text("--margin", bundle.margin, "DAYS", "days after the window for which certificates must stay valid: 0 to 3650 (default: 30)");
  table.text("--previous", bundle.previous, "PATH", "currently deployed bundle to compare with: a file, or a folder with one bundle");
  table.text("--previous-ref", bundle.previous_ref, "GITREF",
             "compare each bundle with the same bundle at this git revision, such as origin/main");
  table.flag("--changed", bundle.changed,
             "with --previous-ref: only bundles that the branch changed, and those that depend on a CA or policy that it changed",
             parser.problems);
  table.text(
      "--pins", bundle.pins, "FILE",
      "services and the thumbprint, key or issuer that they are configured with, one per line; or the output of 'netsh http show sslcert'");
  table.text("--rollback", bundle.rollback, "PATH", "bundle that is restored if the change fails; must stay valid through the window");
  table.list("--password-env", bundle.password_envs, "NAME", "take a password from this environment variable; repeatable");
  table.list("--password-file", bundle.password_files, "FILE", "take passwords from this file, one candidate per line; repeatable");
  table.list("--password-fd", bundle.password_fds, "N", "take passwords from this file descriptor, one candidate per line; repeatable");
  table.flag("--ask-password", bundle.ask_password, "ask for a password on the terminal", parser.problems);
  table.list("--format", parser.formats, "FORMAT",
             "text, json, jsonl, sarif, junit, github, gitlab, markdown, html, csv or ics; repeatable (default: text)");
  table.list("--report", parser.reports, "FILE", "file for the --format before it; repeatable");
  table.text("--min-severity", bundle.min_severity, "SEVERITY",
             "findings below this are not shown: error, warning or note (default: note)");
  table.flag("--strict", bundle.strict, "what was read in part or not evaluated counts as unread (status 3)", parser.problems);
  table.text("--jobs", bundle.jobs, "N", "worker threads (default: all cores)");
  table.text("--color", bundle.color, "WHEN", "auto, always or never (default: auto)");
}

// Pairs each --report with the nearest --format before it.
void pair_outputs(const CLI::App& app, Parser& parser) {
  std::vector<run::OutputArgument>& outputs = parser.arguments.bundle.outputs;
  std::size_t format = 0, report = 0;
  for (const CLI::Option* option : app.parse_order()) {
    if (option->get_name() == "--format") outputs.push_back({parser.formats[format++], ""});
    if (option->get_name() != "--report") continue;
    const std::string& file = parser.reports[report++];
    if (outputs.empty()) {
      parser.problems.push_back("--report " + in_quotes(file) + " has no --format before it");
    } else if (!outputs.back().file.empty()) {
      parser.problems.push_back("--report " + in_quotes(file) + " has no --format of its own before it");
    } else {
      outputs.back().file = file;
    }
  }
  for (; format < parser.formats.size(); ++format) outputs.push_back({parser.formats[format], ""});
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
           ": a password is never given on the command line, where others see it; take --password-env NAME or --password-file FILE";
  }
  std::string text = "unknown option " + in_quotes(name);
  if (auto suggestion = nearest(name, known)) text += "; did you mean '" + *suggestion + "'?";
  return text;
}

void note_extras(const CLI::App& app, Parser& parser) {
  for (const std::string& extra : app.remaining()) {
    if (extra == "--") continue;
    if (extra.size() > 1 && extra.front() == '-') {
      parser.arguments.bundle.options_unknown = true;
      parser.problems.push_back(unknown_option(extra, app));
    } else {
      parser.problems.push_back("unexpected argument " + in_quotes(extra));
    }
  }
}

// An option with one value that is given twice: which of them is meant is not for guessing.
void note_repeated(const CLI::App& app, Parser& parser) {
  for (const CLI::Option* option : app.get_options()) {
    const bool single = option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeLast && option->get_items_expected_max() == 1;
    if (!single || option->get_positional() || option->results().size() < 2 || option->get_lnames().empty()) continue;
    const std::vector<std::string>& values = option->results();
    if (std::adjacent_find(values.begin(), values.end(), std::not_equal_to<>()) == values.end()) continue;
    parser.problems.push_back("--" + option->get_lnames().front() + " is given " + std::to_string(values.size()) +
                              " times and takes one value; leave out all but one");
  }
}

// The program's commands and options, and what was typed of them.
class CommandLine {
 public:
  CommandLine() : app_("Offline policy linter for certificate bundles: says what is wrong with a chain before clients do.", "chainlint") {
    app_.set_version_flag("--version", std::string("chainlint ") + run::kVersion);
    app_.require_subcommand(0, 1);
    declare_bundle_commands();
    declare_policy_commands();
    declare_rules_commands();
    for (const auto& [command, name] : commands_) {
      command->add_flag("--no-policy", bundle_.no_policy,
                        "no policy file, no waivers, no baseline and no CHAINLINT_* from the environment");
      command->allow_extras();
    }
  }

  ParsedArguments parse(const std::vector<std::string>& arguments) {
    ParsedArguments result;
    try {
      app_.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::CallForHelp&) {
      result.output = app_.help();
      return result;
    } catch (const CLI::CallForVersion&) {
      result.output = std::string("chainlint ") + run::kVersion + "\n";
      return result;
    } catch (const CLI::ExtrasError&) {
      parser_.problems.push_back(unclaimed());
    } catch (const CLI::ParseError& error) {
      parser_.problems.push_back(to_lower_ascii(std::string_view(error.what()).substr(0, 1)) + std::string(error.what()).substr(1));
    }
    if (CLI::App* chosen = chosen_command()) {
      finish(*chosen);
      result.arguments = std::move(parser_.arguments);
    } else if (parser_.problems.empty()) {
      result.output = named_group().help();
      result.status = 2;
      return result;
    }
    result.problems = std::move(parser_.problems);
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

  OptionTable& bundle_command(CLI::App* command) {
    OptionTable& table = tables_.emplace_back(*command);
    command->add_option("PATH", bundle_.paths, "file, folder or -");
    declare_bundle_options(table, bundle_, parser_);
    declare_policy_options(table, bundle_);
    return table;
  }

  void declare_bundle_commands() {
    CLI::App* check = command(app_, "check", "lint bundles: files, folders (walked) or - for standard input", Command::check);
    check->footer(kStatusHelp);
    OptionTable& table = bundle_command(check);
    declare_judging_options(table, bundle_);
    table.text("--fail-on", bundle_.fail_on, "SEVERITY", kFailOnHelp);
    bundle_command(command(app_, "show", "show what is inside: every entry, the chains, what a server would send", Command::show));
    declare_renewal_commands();

    CLI::App& baseline = group("baseline", "existing findings, which are suppressed: write");
    OptionTable& write = bundle_command(
        command(baseline, "write", "write the findings of these bundles as the baseline for --baseline", Command::baseline_write));
    declare_judging_options(write, bundle_);
    write.text("--output", bundle_.output, "FILE", "file to write (default: that of --baseline, else standard output)");
  }

  void declare_renewal_commands() {
    CLI::App* diff = command(app_, "diff", "compare a renewal with what it replaces: PREVIOUS NEXT", Command::diff);
    diff->footer(kDiffStatusHelp);
    OptionTable& compare = bundle_command(diff);
    declare_judging_options(compare, bundle_);
    compare.text("--fail-on", bundle_.fail_on, "SEVERITY", kFailOnHelp);
    compare.text("--order", bundle_.order, "ACTIONS",
                 "the order that you plan; with an outage in it the status is 1: intermediates,leaf or leaf,intermediates, also trust, "
                 "pins, cleanup");
    for (const char* of_check : {"--previous", "--previous-ref", "--changed"}) diff->get_option(of_check)->group("");
    CLI::App* timeline = command(app_, "timeline", "every future date at which the verdict changes", Command::timeline);
    timeline->footer(kTimelineStatusHelp);
    OptionTable& ahead = bundle_command(timeline);
    declare_judging_options(ahead, bundle_);
    CLI::App* fix = command(app_, "fix", "write the corrected bundle", Command::fix);
    fix->footer(kFixHelp);
    OptionTable& mend = bundle_command(fix);
    mend.text("--output", bundle_.output, "FILE", "where to write the corrected bundle");
    mend.flag("--in-place", bundle_.in_place, "replace the file itself", parser_.problems);
    mend.flag("--diff", bundle_.diff, "show the chain before and after, and write nothing", parser_.problems);
    mend.list("--unsafe", bundle_.unsafe_fixes, "FIX",
              "make this fix too: missing, stale (from --pool) or re-encrypt (for --target); repeatable");
    // A variable that somebody left set is not to write files.
    for (const char* writing : {"--output", "--in-place", "--unsafe"}) mend.only_typed(writing);
  }

  void declare_policy_commands() {
    CLI::App& policy = group("policy", "the policy file: init, check, show");
    std::string& subject = parser_.arguments.subject;
    command(policy, "init", "write a commented policy file for the bundles of a folder", Command::policy_init)
        ->add_option("DIR", subject, "folder (default: the current one)");
    CLI::App* check = command(policy, "check", "find every mistake of a policy file", Command::policy_check);
    check->add_option("FILE", subject, "policy file (default: as --policy)");
    CLI::App* show = command(policy, "show", "print what is in force, and where each value comes from", Command::policy_show);
    for (CLI::App* either : {check, show}) declare_policy_options(tables_.emplace_back(*either), bundle_);
  }

  void declare_rules_commands() {
    CLI::App& rules = group("rules", "the rules: list, explain, facts, schema, docs, test");
    std::string& subject = parser_.arguments.subject;
    std::vector<std::string>& sets = parser_.arguments.rule_sets;
    CLI::App* list = command(rules, "list", "one line for each rule", Command::rules_list);
    CLI::App* explain = command(rules, "explain", "all about one rule", Command::rules_explain);
    explain->add_option("ID", subject, "rule id");
    tables_.emplace_back(*explain).list("--ruleset", sets, "FILE|DIR", "look in these rules too; repeatable");
    bundle_command(command(rules, "facts", "every fact that a rule may use; with PATH, its value there", Command::rules_facts))
        .text("--for", subject, "SUBJECT", "only facts about such subjects, as in a rule: certificate, link, ...");
    command(rules, "schema", "the JSON Schema of rule or policy files, for editors", Command::rules_schema)
        ->add_option("NAME", subject, "rule, set, test or policy (default: rule)");
    CLI::App* docs = command(rules, "docs", "the catalogue of the rules as Markdown", Command::rules_docs);
    for (CLI::App* either : {list, docs}) {
      tables_.emplace_back(*either).list("--ruleset", sets, "NAME|FILE|DIR", "only the rules of this set; repeatable (default: all)");
    }
    command(rules, "test", "run the tests (*.test.yaml) beside the rules of a folder", Command::rules_test)
        ->add_option("DIR", subject, "folder with rules and tests");
  }

  // The command that was typed, and takes its name; null without one.
  CLI::App* chosen_command() {
    for (const auto& [command, name] : commands_) {
      if (!command->parsed()) continue;
      parser_.arguments.command = name;
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
    if (word == typed.end()) return "no command is given with " + in_quotes(typed.empty() ? "" : typed.front());
    std::string text = "unknown command " + in_quotes(name + *word);
    if (auto suggestion = nearest(*word, known)) return text + "; did you mean '" + name + *suggestion + "'?";
    return text + "; allowed are " + join_and(known);
  }

  void finish(const CLI::App& chosen) {
    note_extras(chosen, parser_);
    note_repeated(chosen, parser_);
    // Left empty by a variable that is not set, they would say nothing of the very change that they are to guard against.
    for (const auto& [name, value] :
         {std::pair("--waivers-from", &bundle_.waivers_from), std::pair("--previous-ref", &bundle_.previous_ref)}) {
      const CLI::Option* revision = chosen.get_option_no_throw(name);
      if (revision == nullptr || revision->count() == 0 || !value->empty()) continue;
      parser_.problems.push_back(std::string(name) + " is empty; name a revision such as origin/main, or leave the option out");
    }
    const CLI::Option* margin = chosen.get_option_no_throw("--margin");
    bundle_.margin_typed = margin != nullptr && margin->count() > 0;
    const char* without = std::getenv("CHAINLINT_NO_POLICY");
    bundle_.no_policy |= without != nullptr && (std::string_view(without) == "1" || std::string_view(without) == "true");
    if (!bundle_.no_policy) {
      for (const OptionTable& table : tables_) {
        if (table.is_for(&chosen)) table.take_environment();
      }
    }
    pair_outputs(chosen, parser_);
  }

  CLI::App app_;
  Parser parser_;
  run::BundleArguments& bundle_ = parser_.arguments.bundle;
  std::deque<OptionTable> tables_;
  std::vector<std::pair<CLI::App*, Command>> commands_;
  std::vector<CLI::App*> groups_;
};

}  // namespace

ParsedArguments parse_arguments(const std::vector<std::string>& arguments) { return CommandLine().parse(arguments); }

}  // namespace chainlint::cli
