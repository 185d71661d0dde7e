// The manual page, in the language of man(7): made from the table of options, from the commands as --help shows them, and from the names of
// `list`.
#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/policy/options.h"
#include "chainlint/records/records.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/version.h"
#include "commands.h"
#include "option_names.h"

namespace chainlint::cli {
namespace {

// Nothing in the text is a request or an escape: a hyphen is the character that is typed, an apostrophe is straight.
std::string roff(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool begins_line = out.empty() || out.back() == '\n';
    if (begins_line && (c == '.' || c == '\'')) out += "\\&";
    if (c == '-') {
      out += "\\-";
    } else if (c == '\\') {
      out += "\\e";
    } else if (c == '\'') {
      out += "\\(aq";
    } else if (c == '^') {
      out += "\\(ha";
    } else if (c == '~') {
      out += "\\(ti";
    } else if (c == '`') {
      out += "\\(ga";
    } else {
      out += c;
    }
  }
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + roff(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + roff(text) + "\\fR"; }

// A term and what it is.
std::string item(const std::string& term, std::string_view text) { return ".TP\n" + term + "\n" + roff(text) + "\n"; }

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out.front() >= 'a' && out.front() <= 'z') out.front() = static_cast<char>(out.front() - 'a' + 'A');
  return out.ends_with('.') ? out : out + ".";
}

std::string on_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

std::string synopsis(const CommandHelp& help) {
  return bold("chainlint " + help.words) + " [" + italic("OPTIONS") + "]" +
         (help.argument.empty() ? "" : " [" + italic(help.argument) + "]");
}

std::string commands_section(const std::vector<CommandHelp>& helps) {
  std::string out = ".SH COMMANDS\n";
  for (const CommandHelp& help : helps) {
    if (!help.command) continue;
    const std::string argument = help.argument.empty() ? "" : " " + help.argument_help + ".";
    out += item(bold(help.words) + (help.argument.empty() ? "" : " " + italic(help.argument)), sentence(help.summary) + argument);
    if (!help.footer.empty()) out += ".sp\n" + roff(on_one_line(help.footer)) + "\n";
  }
  return out;
}

constexpr policy::Commands kUsualCommands = policy::option_table::kBundles;

// The commands of an option, unless it is one of those that all commands about bundles have.
std::string commands_with(const policy::Option& row, const std::vector<CommandHelp>& helps) {
  const policy::Commands shown = row.commands & ~row.hidden;
  if ((row.commands & kUsualCommands) == kUsualCommands && row.hidden == 0) return "";
  std::vector<std::string> names;
  for (const CommandHelp& help : helps) {
    if (help.command && (shown & policy::commands({*help.command})) != 0) names.push_back(help.words);
  }
  return " Only for " + join_and(names) + ".";
}

std::string option_item(const policy::Option& row, const std::vector<CommandHelp>& helps) {
  std::string term = row.letter == 0 ? "" : bold(std::string("-") + row.letter) + ", ";
  term += bold(row.name);
  const std::string value = policy::value_text(row);
  if (!value.empty()) term += " " + italic(value);
  std::string text = sentence(policy::help_text(row)) + commands_with(row, helps);
  if (!row.environment) text += " Not read from the environment.";
  if (!row.key.empty()) text += " Policy key: " + std::string(row.key) + ".";
  return item(term, text);
}

std::string options_section(const std::vector<CommandHelp>& helps) {
  std::vector<std::string> most;
  for (const CommandHelp& help : helps) {
    if (help.command && (kUsualCommands & policy::commands({*help.command})) != 0) most.push_back(help.words);
  }
  std::string out =
      ".SH OPTIONS\n" +
      roff("Unless stated otherwise, an option is for " + join_and(most) +
           ". A repeatable option takes one value each time. An option with one value may also be written as "
           "--option=value. -- ends the options.") +
      "\n" + item(bold("-h") + ", " + bold("--help"), "Show the options of the program or of a command.") +
      item(bold("-V") + ", " + bold("--version"), "Show the version of chainlint, of its cryptographic library and of its data.");
  std::vector<std::string_view> groups;
  for (const policy::Option& row : policy::kOptions) {
    if (std::find(groups.begin(), groups.end(), row.group) == groups.end()) groups.push_back(row.group);
  }
  for (const std::string_view group : groups) {
    out += ".SS " + roff(group) + "\n";
    for (const policy::Option& row : policy::kOptions) {
      if (row.group == group) out += option_item(row, helps);
    }
  }
  return out;
}

std::string names_section(std::string_view title, std::string_view introduction, NameList list) {
  std::string out = ".SH " + std::string(title) + "\n" + roff(introduction) + "\n";
  for (const auto& [name, what] : names_of(list)) out += item(bold(name), sentence(what));
  return out;
}

constexpr const char* kDescription =
    ".SH DESCRIPTION\n"
    "chainlint reads certificate bundles before they are deployed: PEM and PFX files, Java keystores, Kubernetes manifests, exported "
    "Windows\n"
    "stores, archives and folders of them. It determines the chain that the server will send, and reports what is wrong, where it is in "
    "the\n"
    "file, and how to fix it. It compares a renewal with the deployed bundle, plans the rollout, and fixes what can be fixed without the "
    "CA.\n"
    ".PP\n"
    "chainlint opens no network connection and starts no program. Rules, targets and clients are built into it.\n";

constexpr const char* kEnd =
    ".SH EXIT STATUS\n"
    ".TP\n0\nEverything was read and evaluated, and no finding is at or above \\fB\\-\\-fail\\-on\\fR.\n"
    ".TP\n1\nThere are findings at or above \\fB\\-\\-fail\\-on\\fR (default: error).\n"
    ".TP\n2\nAn option, policy, rule or rule set is invalid; nothing was checked.\n"
    ".TP\n3\nAn input could not be read; the findings of everything else are reported.\n"
    ".TP\n4\nWriting failed, or internal error.\n"
    ".SH ENVIRONMENT\n"
    ".TP\n\\fBCHAINLINT_\\fR\\fIOPTION\\fR\n"
    "Value of an option that is not on the command line, with \\fB_\\fR for \\fB\\-\\fR: \\fBCHAINLINT_FAIL_ON=warning\\fR. A list has one "
    "value\n"
    "per line, a flag is 1, true, 0 or false. The command line comes first, then the environment, the policy file and the default.\n"
    ".TP\n\\fBNO_COLOR\\fR, \\fBCLICOLOR_FORCE\\fR\n"
    "Without \\fB\\-\\-color\\fR: output is never or always coloured.\n"
    ".SH FILES\n"
    ".TP\n\\fB.chainlint.yaml\\fR\n"
    "The policy file: in the current folder or above, up to the top of the repository.\n"
    ".SH EXAMPLES\n"
    "Check a bundle of a private CA for nginx:\n"
    ".PP\n.RS 4\n.EX\nchainlint check \\-\\-anchors root.pem \\-\\-target nginx site.pem\n.EE\n.RE\n"
    ".PP\nCompare a renewal with the deployed bundle:\n"
    ".PP\n.RS 4\n.EX\nchainlint diff \\-\\-target nginx deployed.pem renewed.pem\n.EE\n.RE\n"
    ".PP\nCheck the bundles that a branch changed:\n"
    ".PP\n.RS 4\n.EX\nchainlint check \\-\\-previous\\-ref origin/main \\-\\-changed certs\n.EE\n.RE\n"
    ".PP\nExplain a rule:\n"
    ".PP\n.RS 4\n.EX\nchainlint rules explain chain\\-stale\\-intermediate\n.EE\n.RE\n"
    ".SH SEE ALSO\n"
    ".BR openssl\\-verify (1ssl)\n";

}  // namespace

int run_man_page(const run::UsageProblems& problems) {
  if (!problems.empty()) return report_usage(problems, "man");
  const std::vector<CommandHelp> helps = command_helps();
  const std::optional<Instant>& date = records::shipped_records().date;
  std::string out = ".TH CHAINLINT 1 \"" + (date ? date->date() : "") + "\" \"chainlint " + roff(run::kVersion) + "\" \"User Commands\"\n";
  // Left-aligned and not hyphenated: most words are names.
  out += ".nh\n.ad l\n.SH NAME\nchainlint \\- check certificate bundles offline before they are deployed\n.SH SYNOPSIS\n.nf\n";
  for (const CommandHelp& help : helps) {
    if (help.command) out += synopsis(help) + "\n";
  }
  out += ".fi\n" + std::string(kDescription) + commands_section(helps) + options_section(helps) +
         names_section("TARGETS", "Values of --target:", NameList::targets) +
         names_section("CLIENTS", "Values of --client:", NameList::clients) +
         names_section("RULE SETS", "Values of --ruleset:", NameList::rulesets) +
         names_section("FORMATS", "Values of --format; show writes text, json, jsonl and csv.", NameList::formats) + kEnd;
  run::print(out);
  return run::kStatusClean;
}

}  // namespace chainlint::cli
