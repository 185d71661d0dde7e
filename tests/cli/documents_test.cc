// README.md and the other documents, run as a reader would run them. In each, from top to bottom:
//
//   ```yaml whose first line is "# PATH"   is written to that file
//   ```console                             commands ("$ ...") with their whole output; a line `...` matches any number of lines
//   ```sh                                  commands, one per line, of which each must end with exit code 0 or 1
//
// Each block starts in a folder with `fixtures`, `rules` and the files that documents.sh makes. Commands that build, test or measure are
// not run here but checked by the house tests. With CHAINLINT_UPDATE_SCENARIOS=1 the output is written into the documents: review the
// difference before you commit it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <regex>
#include <set>

#include "scenario.h"

namespace chainlint::test {
namespace documents_test {

namespace fs = std::filesystem;

using Lines = std::vector<std::string>;

// A fenced block: lines [begin, end) of the document.
struct Block {
  std::string language;
  std::size_t begin = 0, end = 0;
};

struct Command {
  std::string text;
  // For a command with output: the lines [begin, end) of the document that show it.
  bool shown = false;
  std::size_t begin = 0, end = 0;
};

std::vector<Block> blocks_of(const Lines& lines) {
  std::vector<Block> blocks;
  bool open = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with("```")) continue;
    open = !open;
    if (open) blocks.push_back({lines[i].substr(3), i + 1, lines.size()});
    if (!open) blocks.back().end = i;
  }
  return blocks;
}

std::string joined(const Lines& lines, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += lines[i] + "\n";
  return text;
}

bool builds_or_tests(const std::string& command) {
  static const std::regex kProgram("(\\.ci/|cmake |ctest |build/|tests/|git clone |sudo |docker |perf |valgrind |callgrind_annotate ).*");
  return std::regex_match(command, kProgram);
}

std::vector<Command> shell_commands(const Lines& lines, const Block& block) {
  std::vector<Command> commands;
  std::string text;
  for (std::size_t i = block.begin; i < block.end; ++i) {
    text += lines[i] + "\n";
    if (lines[i].ends_with("\\")) continue;
    if (text != "\n" && !text.starts_with("#") && !builds_or_tests(text.substr(0, text.find('\n')))) commands.push_back({text});
    text.clear();
  }
  return commands;
}

std::vector<Command> console_commands(const Lines& lines, const Block& block) {
  std::vector<Command> commands;
  for (std::size_t i = block.begin; i < block.end; ++i) {
    if (lines[i].starts_with("$ ")) commands.push_back({lines[i].substr(2) + "\n", true, i + 1, i + 1});
    if (!commands.empty() && !lines[i].starts_with("$ ")) commands.back().end = i + 1;
  }
  return commands;
}

// The script that runs a document. After the preparation and after each command it prints a line with kMark and the exit code.
constexpr const char* kMark = "\x1e";

struct Script {
  std::string text;
  std::vector<Command> commands;
};

Script script_of(const Lines& lines) {
  static const std::regex kFile("# ([^ ]+\\.ya?ml)(:.*)?");
  const std::string mark = "printf '\\036%s\\n' $?\n";
  Script script{"exec 2>&1\n" + read_text(fs::path(CHAINLINT_SOURCE_DIR) / "tests/cli/documents.sh") + "top=$PWD\n" + mark, {}};
  for (const Block& block : blocks_of(lines)) {
    script.text += "cd \"$top\"\n";
    std::smatch file;
    if (block.language == "yaml" && block.begin < block.end && std::regex_match(lines[block.begin], file, kFile)) {
      script.text += "mkdir -p \"$(dirname '" + file[1].str() + "')\"\ncat > '" + file[1].str() + "' <<'END_OF_FILE'\n" +
                     joined(lines, block.begin, block.end) + "END_OF_FILE\n";
    }
    std::vector<Command> commands;
    if (block.language == "sh") commands = shell_commands(lines, block);
    if (block.language == "console") commands = console_commands(lines, block);
    for (const Command& command : commands) script.text += command.text + mark;
    script.commands.insert(script.commands.end(), commands.begin(), commands.end());
  }
  return script;
}

struct Answer {
  int status = 0;
  std::string output;
};

// What the preparation and then each command printed.
std::vector<Answer> answers_of(const std::string& out) {
  std::vector<Answer> answers;
  for (std::size_t begin = 0, mark; (mark = out.find(kMark, begin)) != std::string::npos; begin = out.find('\n', mark) + 1) {
    answers.push_back({std::atoi(out.c_str() + mark + 1), out.substr(begin, mark - begin)});
  }
  return answers;
}

std::vector<std::string> documents() {
  std::vector<std::string> paths{"README.md", "CONTRIBUTING.md", "SECURITY.md", "fixtures/README.md"};
  for (const auto& entry : fs::directory_iterator(fs::path(CHAINLINT_SOURCE_DIR) / "docs")) {
    paths.push_back("docs/" + entry.path().filename().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

class DocumentTest : public testing::TestWithParam<std::string> {};

TEST_P(DocumentTest, ItsCommandsDoWhatItSays) {
  if (const std::string missing = missing_programs({"", {{"needs", "git openssl"}}}); !missing.empty()) {
    GTEST_SKIP() << "not installed: " << missing;
  }
  const fs::path path = fs::path(CHAINLINT_SOURCE_DIR) / GetParam();
  Lines lines = lines_of(read_text(path));
  const Script script = script_of(lines);
  if (script.commands.empty()) return;
  std::vector<Answer> answers = answers_of(run_scenario({GetParam(), {{"command", script.text}}}).out);
  ASSERT_EQ(answers.size(), script.commands.size() + 1);
  EXPECT_EQ(answers[0].output, "") << "documents.sh";
  const char* update = std::getenv("CHAINLINT_UPDATE_SCENARIOS");
  for (std::size_t i = script.commands.size(); i-- > 0;) {
    const Command& command = script.commands[i];
    const Answer& answer = answers[i + 1];
    if (!command.shown) {
      EXPECT_TRUE(answer.status == 0 || answer.status == 1) << command.text << "exit code " << answer.status << "\n" << answer.output;
      continue;
    }
    const std::string expected = joined(lines, command.begin, command.end);
    if (matches(expected, answer.output)) continue;
    // An excerpt is cut by hand.
    const bool excerpt = ("\n" + expected).find("\n...\n") != std::string::npos;
    if (excerpt || update == nullptr || std::string(update) != "1") {
      ADD_FAILURE() << command.text << "expected:\n" << expected << "actual:\n" << answer.output;
      continue;
    }
    const Lines shown = lines_of(answer.output);
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(command.begin), lines.begin() + static_cast<std::ptrdiff_t>(command.end));
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(command.begin), shown.begin(), shown.end());
    write_text(path, joined(lines, 0, lines.size()));
  }
}

// A document that lost its blocks would pass above.
TEST(Documents, HaveCommandsToRun) {
  std::size_t commands = 0, shown = 0;
  for (const std::string& path : documents()) {
    const Script script = script_of(lines_of(read_text(fs::path(CHAINLINT_SOURCE_DIR) / path)));
    commands += script.commands.size();
    for (const Command& command : script.commands) shown += command.shown ? 1u : 0u;
    if (path == "docs/rules.md") {
      EXPECT_GE(script.commands.size(), 4u);
    }
  }
  EXPECT_GE(commands, 60u);
  EXPECT_GE(shown, 6u);
}

std::string document_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(0, info.param.rfind('.'));
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '/'; }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(CommandLine, DocumentTest, testing::ValuesIn(documents()), document_name);

std::set<std::string> options_in(const std::string& text) {
  static const std::regex kOption("(?:^|[^-a-zA-Z0-9])(--[a-z][a-z-]+)");
  std::set<std::string> options;
  for (std::sregex_iterator it(text.begin(), text.end(), kOption), end; it != end; ++it) options.insert((*it)[1]);
  return options;
}

TEST(Documents, NameEveryOptionAndNoOther) {
  const Outcome help = run_scenario({"", {{"command", R"(
help() {
  chainlint "$@" --help
  for command in $(chainlint "$@" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do help "$@" $command; done
}
help)"}}});
  const std::set<std::string> exist = options_in(help.out);
  EXPECT_GT(exist.size(), 30u);
  std::string text;
  for (const std::string& path : documents()) text += read_text(fs::path(CHAINLINT_SOURCE_DIR) / path);
  const std::set<std::string> named = options_in(text);
  static const std::set<std::string> kOfOtherPrograms{"--array",      "--build",    "--call-graph", "--callgrind-out-file",
                                                      "--dependency", "--depth",    "--gtest",      "--inclusive",
                                                      "--install",    "--job-name", "--keep-order", "--network",
                                                      "--parsable",   "--pipe",     "--prefix",     "--preset",
                                                      "--random",     "--requeue",  "--rm",         "--sshloginfile",
                                                      "--target",     "--tool",     "--unshallow",  "--user",
                                                      "--workflow",   "--wrap"};
  for (const std::string& option : exist) EXPECT_TRUE(named.contains(option)) << "no document names " << option;
  for (const std::string& option : named) {
    EXPECT_TRUE(exist.contains(option) || kOfOtherPrograms.contains(option)) << "no command has the option " << option;
  }
}

}  // namespace documents_test
}  // namespace chainlint::test
