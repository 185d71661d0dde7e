// Whatever names, rules and policies say, no command prints what a terminal, a CI system or a reader of Markdown would obey.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "chainlint/base/text.h"
#include "scenario.h"
#include "unit/injections.h"
#include "unit/minted.h"

namespace chainlint::test {
namespace hostile_output_test {

using Json = nlohmann::json;

// As a scalar of YAML, which has no way to say what is no UTF-8.
std::string scalar(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const CodePoint next = first_code_point(text);
    if (next.value >= ' ' && next.value < 0x7F && next.value != '"' && next.value != '\\') {
      out += text.front();
    } else {
      char escape[16];
      std::snprintf(escape, sizeof escape, "\\U%08X", next.length == 0 ? 0xFFFDu : static_cast<unsigned>(next.value));
      out += escape;
    }
    text.remove_prefix(std::max<std::size_t>(next.length, 1));
  }
  return out + '"';
}

std::string file_name(const std::string& text) {
  std::string name = text;
  for (char& c : name) {
    if (c == '/' || c == '\0') c = '_';
  }
  return name;
}

// A subject of the mint: every byte that is not plain as a backslash and its digits.
std::string subject(const std::string& text) {
  std::string name = "CN=";
  for (const char c : text) {
    constexpr const char* kDigits = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(c);
    name += std::string("\\") + kDigits[octet >> 4] + kDigits[octet & 15];
  }
  return name;
}

// A word of the shell.
std::string word(std::string text) {
  for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 4)) text.replace(at, 1, "'\\''");
  return "'" + text + "'";
}

// A repository of an attacker: bundles whose names, subjects, aliases and file names are the injections, with a policy and rules that say
// them.
class HostileRepository : public ::testing::Test {
 protected:
  HostileRepository() {
    std::string certificates = "certificates:\n  ok: { ca: true, subject: CN=Example Root }\n", files = "files:\n", waivers, rules,
                mistakes;
    std::string pins = "a 0123456789012345678901234567890123456789\n";
    int number = 0;
    for (const Injection& injection : injections()) {
      const std::string& text = injection.text;
      const std::string value = scalar(text), id = "n" + std::to_string(++number), name = scalar(subject(text)),
                        ascii = is_ascii(text) ? value : "a";
      certificates += "  " + id + ": { subject: " + name + ", issuer: ok, dns: [" + ascii + ", www.example.com], uri: [" + ascii +
                      "], other_names: [" + scalar("dir:" + subject(text)) + "] }\n";
      files += "  " + id + ".pem: { pem: [" + id + ", key(" + id + ")] }\n  " + id + ".p12: { pkcs12: [{ certificate: " + id +
               ", friendly_name: " + value + " }, key(" + id + ")] }\n";
      write(id + "-label.pem", "-----BEGIN " + text + "-----\nAAAA\n-----END " + text + "-----\n" + text);
      write(id + ".yaml", "apiVersion: v1\nkind: Secret\ntype: kubernetes.io/tls\nmetadata: { name: " + value +
                              " }\ndata: { tls.crt: " + value + ", " + value + ": AAAA }\n");
      write("rules/" + id + ".yaml",
            "id: " + id + "\ntitle: " + value + "\nseverity: error\nabout: content\nfor: certificate\nrequire: { role: root }\nmessage: " +
                value + "\nwhy: " + value + "\nfix: " + value + "\nreferences: [{ title: " + value + ", url: " + value + " }]\n");
      write("rules/" + id + ".test.yaml",
            "rule: " + id + "\ncases:\n  - { name: " + value + ", expect: pass, " + value + ": " + value + " }\n");
      waivers += "  - { rule: key-in-repository, paths: [" + scalar(id + ".pem") + "], reason: " + value + ", owner: " + value +
                 ", ticket: " + value + ", expires: 2027-01-01 }\n";
      mistakes += value + ": " + value + "\n";
      pins += text + "\nb," + text + "\n";
      write("broken" + id + ".yaml", "fail_on: error\n" + text + "\n" + text + ": [\n");
      names_.push_back(word("./" + file_name(text)));
      texts_.push_back(word(file_name(text)));
    }
    for (const mint::File& file : minted_from(certificates + files).files) write(file.name, std::string(as_text(file.content)));
    for (std::size_t i = 0; i < injections().size(); ++i) {
      write(file_name(injections()[i].text), read_text(place_.path() / ("n" + std::to_string(i + 1) + ".pem")));
    }
    write(".chainlint.yaml", "rulesets: [recommended, ./rules]\nwaivers:\n" + waivers);
    write("mistakes.yaml", "fail_on: error\n" + mistakes);
    write("pins.csv", pins);
  }

  void write(const std::string& name, const std::string& text) const { write_text(place_.path() / name, text); }

  Outcome run(const std::string& command) {
    const Outcome outcome = place_.run("chainlint " + command);
    EXPECT_LT(outcome.status, 4) << command << outcome.err;
    EXPECT_FALSE(outcome.out.empty() && outcome.err.empty()) << command;
    std::string_view own;
    for (const char* format : {"github", "azure", "teamcity"}) {
      if (command.find(std::string("--format ") + format) != std::string::npos) own = own_command(format);
    }
    for (const std::string& text : {outcome.out, outcome.err}) {
      EXPECT_TRUE(shows_everything(text)) << command;
      EXPECT_TRUE(gives_no_command(text, own)) << command;
    }
    return outcome;
  }

  // "--host 'a' --host 'b'": the option with each injection, the names of files with "./" before them.
  std::string each(const std::string& option, const std::vector<std::string>& values) const {
    std::string text;
    for (const std::string& value : values) text += " " + (option.empty() ? "" : option + " ") + value;
    return text;
  }

  Workplace place_;
  std::vector<std::string> names_, texts_;
};

TEST_F(HostileRepository, IsReportedInEveryFormat) {
  for (const char* format :
       {"text", "json", "jsonl", "sarif", "html", "junit", "github", "gitlab", "csv", "ics", "azure", "teamcity", "tap", "checkstyle"}) {
    const Outcome outcome = run(std::string("check --at 2026-11-01 --anchors none --format ") + format + " .");
    EXPECT_FALSE(outcome.out.empty()) << format;
    const bool json = std::set<std::string>{"json", "sarif", "gitlab"}.contains(format);
    EXPECT_TRUE(!json || Json::accept(outcome.out)) << format;
  }
  for (const Injection& injection : injections()) {
    const std::string name = word("./" + file_name(injection.text));
    EXPECT_TRUE(refers_to_nothing(run("check --at 2026-11-01 --anchors none --format markdown " + name).out)) << injection.name;
  }
}

// A parser finds the names of the files as they are.
TEST_F(HostileRepository, LosesNothingInJson) {
  std::set<std::string> paths;
  const Json report = Json::parse(run("check --anchors none --format json .").out);
  for (const Json& input : report["inputs"]) paths.insert(std::filesystem::path(std::string(input["path"])).lexically_normal().string());
  for (const Injection& injection : injections()) {
    EXPECT_TRUE(!is_utf8(injection.text) || paths.contains(file_name(injection.text))) << injection.name;
  }
}

TEST_F(HostileRepository, IsPrintedByEveryCommand) {
  for (const char* command :
       {"show .", "show --format json .", "show --format csv .", "timeline --at 2026-11-01 .", "diff n1.pem n2.pem", "fix n1.pem n2.p12",
        "rules list --ruleset ./rules", "rules explain --ruleset ./rules n2", "rules docs --ruleset ./rules", "rules test rules",
        "rules facts --for certificate .", "policy show", "policy check", "policy check mistakes.yaml",
        "check --pins pins.csv --previous n1.pem n2.pem", "baseline write --anchors none --output - .", "check --explain n1.pem"}) {
    run(command);
  }
  for (std::size_t i = 1; i <= injections().size(); ++i) run("policy check brokenn" + std::to_string(i) + ".yaml");
}

TEST_F(HostileRepository, IsTypedOnTheCommandLine) {
  run("check" + each("", names_));
  run("check n1.pem" + each("--host", texts_));
  run("check n1.pem" + each("--target", names_));
  run("check n1.pem" + each("--target", texts_));
  run("check n1.pem" + each("--ruleset", names_));
  run("check n1.pem" + each("--ruleset", texts_));
  run("check n1.pem" + each("--password-env", texts_));
  run("rules explain" + each("", texts_));
  for (const std::string& text : {texts_[1], texts_[3], texts_.back()}) {
    for (const char* option : {"--at", "--policy", "--previous-ref", "--format", "--client", "--store", "--window"}) {
      run("check n1.pem " + std::string(option) + " " + text);
    }
    run(text);
  }
}

}  // namespace hostile_output_test
}  // namespace chainlint::test
