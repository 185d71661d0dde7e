#include "suite_case.h"

#include <utility>

namespace chainlint::chain {

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

// One line of a description; a default whose key `said` names is left out.
std::string line(const std::string& name, const Fields& defaults, const std::string& said) {
  std::string text;
  for (const auto& [key, value] : defaults) {
    const std::size_t at = said.find(key + ":");
    const bool replaced = at == 0 || (at != std::string::npos && said[at - 1] == ' ');
    const bool needs_version_3 = key == "dns" && said.find("version: 1") != std::string::npos;
    if (!replaced && !needs_version_3) text += (text.empty() ? "" : ", ") + key + ": " + value;
  }
  return "  " + name + ": { " + text + (text.empty() || said.empty() ? "" : ", ") + said + " }\n";
}

}  // namespace

void PrintTo(const SuiteCase& suite_case, std::ostream* out) { *out << suite_case.name; }

std::string outcome_of(const SuiteCase& suite_case) {
  Case chain(line("root", {{"subject", "\"CN=Root\""}, {"ca", "true"}}, suite_case.root) +
             line("inter", {{"subject", "\"CN=CA\""}, {"issuer", "root"}, {"ca", "true"}}, suite_case.inter) +
             line("leaf", {{"subject", "\"CN=leaf\""}, {"issuer", "inter"}, {"dns", "[example.com]"}}, suite_case.leaf) + suite_case.more);
  chain.file(suite_case.file.empty() ? std::vector<std::string>{"leaf", "inter"} : suite_case.file);
  chain.anchors(suite_case.anchors.empty() ? std::vector<std::string>{"root"} : suite_case.anchors);
  chain.at(suite_case.at);
  chain.request.purposes = suite_case.purpose;
  chain.request.assume_server_chain = true;
  if (!suite_case.host.empty()) chain.host(suite_case.host);
  chain.run();
  if (chain.stop() != "anchor") return "stop " + chain.stop();
  return chain.problems();
}

std::string test_name(const testing::TestParamInfo<SuiteCase>& info) {
  std::string name = info.param.name;
  for (char& c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!plain) c = '_';
  }
  return name;
}

}  // namespace chainlint::chain
