#include "arguments.h"

#include <CLI/CLI.hpp>
#include <deque>
#include <map>

#include "chainlint/base/text.h"
#include "option_table.h"
#include "version.h"

namespace chainlint::cli {
namespace {

constexpr const char* kFailOnHelp = "status 1 from this severity on: error, warning, note or never (default: error)";
constexpr const char* kStatusHelp =
    "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong option or rule (nothing was linted),\n"
    "3 an input could not be read, 4 internal error. Every option may come from the environment as CHAINLINT_<OPTION>.";

// Everything that CLI11 writes into while it parses.
struct Parser {
  Arguments arguments;
  std::vector<std::string> formats, reports;
  std::vector<std::string> problems;
};

void declare_policy_options(OptionTable& table, BundleArguments& bundle) {
  table.text("--policy", bundle.policy, "FILE", "policy file (default: the nearest .chainlint.yaml upwards to the top of the repository)");
  table.list("--ruleset", bundle.rule_sets, "NAME|FILE|DIR",
             "rules to run instead of recommended: path, public-web, private-strict, strict, all, or a file or folder; repeatable");
}

void declare_judging_options(OptionTable& table, BundleArguments& bundle) {
  table.text("--waivers-from", bundle.waivers_from, "GITREF",
             "take the waivers of the policy file from this revision, not from the folder");
  table.text("--baseline", bundle.baseline, "FILE", "findings that are in this file were there before and do not count");
}

void declare_bundle_options(OptionTable& table, BundleArguments& bundle, Parser& parser) {
  table.text("--at", bundle.at, "TIME", "evaluation time: 2026-12-01T22:00:00Z or 2026-12-01 (default: now)");
  table.list("--anchors", bundle.anchors, "FILE|DIR|system|none", "trust anchors; repeatable (default: system)");
  table.list("--pool", bundle.pools, "FILE|DIR", "CA certificates that are not in the bundle, to name what is missing; repeatable");
  table.list("--crl", bundle.crls, "FILE|DIR", "certificate revocation lists; repeatable");
  table.list("--host", bundle.hosts, "NAME", "a DNS name or IP address that the leaf must cover; repeatable");
  table.text("--purpose", bundle.purpose, "PURPOSE", "server, client, email or any (default: server)");
  table.list("--key", bundle.key_files, "FILE", "private key that belongs to the one PATH; repeatable");
  table.list("--chain", bundle.chain_files, "FILE", "CA certificates that belong to the one PATH; repeatable");
  table.list("--target", bundle.targets, "PROFILE[@VERSION]|FILE",
             "what the bundle is deployed on, by name or as a file of your own; repeatable");
  table.list("--client", bundle.clients, "NAME|FILE|all", "a client family whose verdict is predicted; repeatable");
  table.list("--store", bundle.stores, "NAME=FILE", "an exported store of the Windows machine: My, CA, Root or Disallowed; repeatable");
  table.flag("--explain", bundle.explain, "name every path that was tried and why it lost", parser.problems);
  table.text("--window", bundle.window, "START/END",
             "the change window, times or dates: certificates must be valid throughout; without --at it is judged at START");
  table.text("--margin", bundle.margin, "DAYS", "days after the window for which certificates must stay valid: 0 to 3650 (default: 30)");
  table.text("--previous", bundle.previous, "PATH",
             "what is deployed now and is to be replaced by the one PATH: a file, or a folder with one bundle");
  table.text("--pins", bundle.pins, "FILE",
             "services and the thumbprint, key or issuer that they were told, a line each; or what 'netsh http show sslcert' prints");
  table.text("--rollback", bundle.rollback, "PATH", "what would be restored if the change fails; must stay good through the window");
  table.list("--password-env", bundle.password_envs, "NAME", "take a password from this environment variable; repeatable");
  table.list("--password-file", bundle.password_files, "FILE", "take passwords from this file, one candidate a line; repeatable");
  table.list("--password-fd", bundle.password_fds, "N", "take passwords from this file descriptor, one candidate a line; repeatable");
  table.flag("--ask-password", bundle.ask_password, "ask for a password on the terminal", parser.problems);
  table.list("--format", parser.formats, "FORMAT", "text, json or sarif; repeatable (default: text)");
  table.list("--report", parser.reports, "FILE", "file for the --format before it; repeatable");
  table.text("--min-severity", bundle.min_severity, "SEVERITY",
             "findings below this are not shown: error, warning or note (default: note)");
  table.flag("--strict", bundle.strict, "what was read in part or not evaluated counts as unread (status 3)", parser.problems);
  table.text("--jobs", bundle.jobs, "N", "worker threads (default: all cores)");
  table.text("--color", bundle.color, "WHEN", "auto, always or never (default: auto)");
}

// Pairs each --report with the nearest --format before it.
void pair_outputs(const CLI::App& app, Parser& parser) {
  std::vector<OutputArgument>& outputs = parser.arguments.bundle.outputs;
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
  std::string text = "unknown option " + in_quotes(name);
  if (auto suggestion = nearest(name, known)) text += "; did you mean '" + *suggestion + "'?";
  return text;
}

void note_extras(const CLI::App& app, Parser& parser) {
  for (const std::string& extra : app.remaining()) {
    if (extra == "--") continue;
    if (extra.size() > 1 && extra.front() == '-') {
      parser.problems.push_back(unknown_option(extra, app));
    } else {
      parser.problems.push_back("unexpected argument " + in_quotes(extra));
    }
  }
}

}  // namespace

ParsedArguments parse_arguments(const std::vector<std::string>& arguments) {
  Parser parser;
  BundleArguments& bundle = parser.arguments.bundle;
  CLI::App app("Offline policy linter for certificate bundles: says what is wrong with a chain before clients do.", "chainlint");
  app.set_version_flag("--version", std::string("chainlint ") + kVersion);
  app.require_subcommand(0, 1);

  CLI::App* check = app.add_subcommand("check", "lint bundles: files, folders (walked) or - for standard input");
  CLI::App* show = app.add_subcommand("show", "show what is inside: every entry, the chains, what a server would send");
  CLI::App* baseline = app.add_subcommand("baseline", "what was found before and does not count: write");
  CLI::App* baseline_write = baseline->add_subcommand("write", "write the findings of these bundles as the baseline for --baseline");
  CLI::App* policy = app.add_subcommand("policy", "the policy file: init, check, show");
  CLI::App* policy_init = policy->add_subcommand("init", "write a commented policy file for what lies in a folder");
  CLI::App* policy_check = policy->add_subcommand("check", "find every mistake of a policy file");
  CLI::App* policy_show = policy->add_subcommand("show", "print what is in force, and where each value comes from");
  CLI::App* rules = app.add_subcommand("rules", "the rules: list, explain, facts, schema, docs, test");
  CLI::App* list = rules->add_subcommand("list", "one line for each rule");
  CLI::App* explain = rules->add_subcommand("explain", "all about one rule");
  CLI::App* facts = rules->add_subcommand("facts", "every fact that a rule may speak of; with PATH, its value there");
  CLI::App* schema = rules->add_subcommand("schema", "the JSON Schema of rule or policy files, for editors");
  CLI::App* docs = rules->add_subcommand("docs", "the catalogue of the rules as Markdown");
  CLI::App* test = rules->add_subcommand("test", "run the tests (*.test.yaml) beside the rules of a folder");
  for (CLI::App* group : {baseline, policy, rules}) group->require_subcommand(0, 1);

  check->footer(kStatusHelp);
  std::deque<OptionTable> tables;
  for (CLI::App* command : {check, show, baseline_write, facts}) {
    OptionTable& table = tables.emplace_back(*command);
    command->add_option("PATH", bundle.paths, "file, folder or -");
    declare_bundle_options(table, bundle, parser);
    declare_policy_options(table, bundle);
    if (command == check || command == baseline_write) declare_judging_options(table, bundle);
    if (command == check) table.text("--fail-on", bundle.fail_on, "SEVERITY", kFailOnHelp);
    if (command == facts) {
      table.text("--for", parser.arguments.subject, "SUBJECT", "only facts about such subjects, as in a rule: certificate, link, ...");
    }
    if (command == baseline_write) {
      table.text("--output", bundle.output, "FILE", "file to write (default: that of --baseline, else standard output)");
    }
  }
  for (CLI::App* command : {policy_check, policy_show}) declare_policy_options(tables.emplace_back(*command), bundle);
  policy_init->add_option("DIR", parser.arguments.subject, "folder (default: the current one)");
  policy_check->add_option("FILE", parser.arguments.subject, "policy file (default: as --policy)");
  schema->add_option("NAME", parser.arguments.subject, "rule, set, test or policy (default: rule)");
  for (CLI::App* command : {list, docs}) {
    OptionTable& table = tables.emplace_back(*command);
    table.list("--ruleset", parser.arguments.rule_sets, "NAME|FILE|DIR", "only the rules of this set; repeatable (default: all)");
  }
  OptionTable& explain_table = tables.emplace_back(*explain);
  explain_table.list("--ruleset", parser.arguments.rule_sets, "FILE|DIR", "look in these rules too; repeatable");
  explain->add_option("ID", parser.arguments.subject, "rule id");
  test->add_option("DIR", parser.arguments.subject, "folder with rules and tests");

  const std::map<CLI::App*, Command> commands{{check, Command::check},
                                              {show, Command::show},
                                              {list, Command::rules_list},
                                              {explain, Command::rules_explain},
                                              {facts, Command::rules_facts},
                                              {test, Command::rules_test},
                                              {schema, Command::rules_schema},
                                              {docs, Command::rules_docs},
                                              {policy_init, Command::policy_init},
                                              {policy_check, Command::policy_check},
                                              {policy_show, Command::policy_show},
                                              {baseline_write, Command::baseline_write}};
  for (const auto& [command, name] : commands) {
    command->add_flag("--no-policy", bundle.no_policy, "no policy file, no waivers, no baseline and no CHAINLINT_* from the environment");
    command->allow_extras();
  }
  ParsedArguments result;
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    result.output = app.help();
    return result;
  } catch (const CLI::CallForVersion&) {
    result.output = std::string("chainlint ") + kVersion + "\n";
    return result;
  } catch (const CLI::ParseError& error) {
    parser.problems.push_back(to_lower_ascii(std::string_view(error.what()).substr(0, 1)) + std::string(error.what()).substr(1));
  }

  CLI::App* chosen = nullptr;
  for (const auto& [command, name] : commands) {
    if (!command->parsed()) continue;
    chosen = command;
    parser.arguments.command = name;
  }
  if (chosen == nullptr && parser.problems.empty()) {
    const CLI::App* group = rules->parsed() ? rules : policy->parsed() ? policy : baseline->parsed() ? baseline : &app;
    result.output = group->help();
    result.status = 2;
    return result;
  }
  if (chosen != nullptr) {
    note_extras(*chosen, parser);
    // Left empty by a variable that is not set, it would believe the very change that it is to guard against.
    const CLI::Option* revision = chosen->get_option_no_throw("--waivers-from");
    if (revision != nullptr && revision->count() > 0 && bundle.waivers_from.empty()) {
      parser.problems.push_back("--waivers-from is empty; name a revision such as origin/main, or leave the option out");
    }
    if (!bundle.no_policy) {
      for (const OptionTable& table : tables) {
        if (table.is_for(chosen)) table.take_environment();
      }
    }
    pair_outputs(*chosen, parser);
  }
  if (chosen != nullptr) result.arguments = std::move(parser.arguments);
  result.problems = std::move(parser.problems);
  result.status = result.problems.empty() ? 0 : 2;
  return result;
}

}  // namespace chainlint::cli
