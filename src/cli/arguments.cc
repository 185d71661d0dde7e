#include "arguments.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <functional>
#include <map>

#include "chainlint/base/text.h"
#include "version.h"

namespace chainlint::cli {
namespace {

constexpr const char* kStatusHelp =
    "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong option or rule (nothing was linted),\n"
    "3 an input could not be read, 4 internal error. Every option may come from the environment as CHAINLINT_<OPTION>.";

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

// "--fail-on" is CHAINLINT_FAIL_ON.
std::string environment_name(std::string_view option) {
  std::string name = "CHAINLINT_";
  for (char c : option.substr(2)) name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

// Declares options on one subcommand and fills those that were not given from the environment.
class OptionTable {
 public:
  explicit OptionTable(CLI::App& app) : app_(app) {}

  void text(const std::string& name, std::string& target, const std::string& value, const std::string& help) {
    CLI::Option* option = app_.add_option(name, target, help)->type_name(value)->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    remember(option, name, [&target](const std::string& text) { target = text; });
  }
  void list(const std::string& name, std::vector<std::string>& target, const std::string& value, const std::string& help) {
    CLI::Option* option = app_.add_option(name, target, help)->type_name(value)->allow_extra_args(false);
    remember(option, name, [&target](const std::string& text) { target = lines_of(text); });
  }
  void flag(const std::string& name, bool& target, const std::string& help, std::vector<std::string>& problems) {
    CLI::Option* option = app_.add_flag(name, target, help);
    remember(option, name, [&target, &problems, name](const std::string& text) {
      target = text == "1" || text == "true";
      if (!target && text != "0" && text != "false" && !text.empty()) {
        problems.push_back(environment_name(name) + " is " + in_quotes(text) + "; allowed are 1, true, 0 and false");
      }
    });
  }
  bool is_for(const CLI::App* command) const { return &app_ == command; }
  void take_environment() const {
    for (const Entry& entry : entries_) {
      const char* value = entry.option->count() > 0 ? nullptr : std::getenv(entry.environment.c_str());
      if (value != nullptr && *value != '\0') entry.assign(value);
    }
  }

 private:
  struct Entry {
    CLI::Option* option;
    std::string environment;
    std::function<void(const std::string&)> assign;
  };
  void remember(CLI::Option* option, const std::string& name, std::function<void(const std::string&)> assign) {
    entries_.push_back({option, environment_name(name), std::move(assign)});
  }
  CLI::App& app_;
  std::vector<Entry> entries_;
};

// Everything that CLI11 writes into while it parses.
struct Parser {
  Arguments arguments;
  std::vector<std::string> formats, reports;
  std::vector<std::string> problems;
  bool no_policy = false;
};

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
  CLI::App* rules = app.add_subcommand("rules", "the rules: list, explain, facts, test");
  CLI::App* list = rules->add_subcommand("list", "one line for each rule");
  CLI::App* explain = rules->add_subcommand("explain", "all about one rule");
  CLI::App* facts = rules->add_subcommand("facts", "every fact that a rule may speak of");
  CLI::App* test = rules->add_subcommand("test", "run the tests (*.test.yaml) beside the rules of a folder");
  rules->require_subcommand(0, 1);

  check->footer(kStatusHelp);
  std::vector<OptionTable> tables;
  for (CLI::App* command : {check, show}) {
    OptionTable& table = tables.emplace_back(*command);
    command->add_option("PATH", bundle.paths, "file, folder or -");
    declare_bundle_options(table, bundle, parser);
  }
  tables[0].list("--ruleset", bundle.rule_sets, "NAME|FILE|DIR",
                 "rules to run instead of recommended: path, public-web, private-strict, strict, all, or a file or folder; repeatable");
  tables[0].text("--fail-on", bundle.fail_on, "SEVERITY", "status 1 from this severity on: error, warning, note or never (default: error)");
  OptionTable& list_table = tables.emplace_back(*list);
  list_table.list("--ruleset", parser.arguments.rule_sets, "NAME|FILE|DIR", "only the rules of this set; repeatable (default: all)");
  OptionTable& explain_table = tables.emplace_back(*explain);
  explain_table.list("--ruleset", parser.arguments.rule_sets, "FILE|DIR", "look in these rules too; repeatable");
  explain->add_option("ID", parser.arguments.subject, "rule id");
  test->add_option("DIR", parser.arguments.subject, "folder with rules and tests");
  for (CLI::App* command : {check, show, list, explain, facts, test}) {
    command->add_flag("--no-policy", parser.no_policy, "no policy file and no CHAINLINT_* from the environment");
    command->allow_extras();
  }

  const std::map<CLI::App*, Command> commands{{check, Command::check},       {show, Command::show},
                                              {list, Command::rules_list},   {explain, Command::rules_explain},
                                              {facts, Command::rules_facts}, {test, Command::rules_test}};
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
    result.output = rules->parsed() ? rules->help() : app.help();
    result.status = 2;
    return result;
  }
  if (chosen != nullptr) {
    note_extras(*chosen, parser);
    if (!parser.no_policy) {
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
