#include "rule_test_file.h"

#include <set>

#include "chainlint/base/text.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/yaml/mapping_reader.h"
#include "rule_reader.h"

namespace chainlint::rules {
namespace {

using Need = yaml::MappingReader::Need;

constexpr Instant kDefaultTime(1780272000);  // 2026-06-01T00:00:00Z: within the validity that the mint gives by default
constexpr Verdict kVerdicts[] = {Verdict::pass, Verdict::fail, Verdict::not_applicable, Verdict::not_evaluated};
constexpr chain::AnchorOrigin kOrigins[] = {chain::AnchorOrigin::files, chain::AnchorOrigin::system, chain::AnchorOrigin::incomplete};
constexpr formats::GitPresence kGitPresences[] = {formats::GitPresence::tracked, formats::GitPresence::not_ignored};

template <class Values>
std::vector<std::string> names_of(const Values& values) {
  std::vector<std::string> names;
  for (const auto value : values) names.emplace_back(to_string(value));
  return names;
}

std::vector<PlacedText> placed_texts(yaml::MappingReader& fields, std::string_view key, yaml::Problems& problems) {
  std::vector<PlacedText> found;
  for (const yaml::Node* item : fields.items(key)) {
    if (auto text = read_text(*item, "an item of " + in_quotes(key), problems)) found.push_back({std::move(*text), item->position});
  }
  return found;
}

void read_hosts(RuleTestOptions& options, yaml::MappingReader& fields, yaml::Problems& problems) {
  for (const PlacedText& written : placed_texts(fields, "hosts", problems)) {
    Result<x509::HostName> host = x509::HostName::parse(written.text);
    if (host) {
      options.hosts.push_back(std::move(*host));
    } else {
      problems.add(written.position, host.error().message);
    }
  }
}

std::vector<RuleTestOptions::Store> read_stores(const yaml::Node& node, yaml::Problems& problems) {
  std::vector<RuleTestOptions::Store> stores;
  yaml::MappingReader fields(node, "'stores'", problems);
  if (fields.is_mapping()) {
    for (const chain::StoreName name : {chain::StoreName::my, chain::StoreName::ca, chain::StoreName::root, chain::StoreName::disallowed}) {
      const yaml::Node* certificates = fields.node(chain::to_string(name));
      if (certificates == nullptr) continue;
      const bool empty = certificates->kind == yaml::Kind::sequence && certificates->items.empty();
      stores.push_back({name, empty ? std::vector<PlacedText>{} : placed_texts(fields, chain::to_string(name), problems)});
    }
    fields.finish();
  }
  return stores;
}

std::vector<std::pair<std::string, std::string>> read_details(const yaml::Node& node, yaml::Problems& problems) {
  std::vector<std::pair<std::string, std::string>> details;
  yaml::MappingReader fields(node, "'details'", problems);
  if (!fields.is_mapping()) return details;
  for (const yaml::Node::Member& member : node.members) {
    if (auto text = fields.text(member.key)) details.emplace_back(member.key, std::move(*text));
  }
  return details;
}

facts::WaiverOutcome read_waiver(const yaml::Node& node, yaml::Problems& problems) {
  facts::WaiverOutcome waiver;
  yaml::MappingReader fields(node, "a waiver", problems);
  if (!fields.is_mapping()) return waiver;
  if (const auto state = fields.choice("state", facts::kWaiverStateNames, Need::required)) waiver.state = *state;
  waiver.rule = fields.text("rule").value_or("");
  waiver.certificate = fields.text("certificate").value_or("");
  waiver.key = fields.text("key").value_or("");
  waiver.paths = fields.texts("paths");
  waiver.reason = fields.text("reason").value_or("");
  waiver.owner = fields.text("owner").value_or("");
  waiver.ticket = fields.text("ticket").value_or("");
  waiver.problem = fields.text("problem").value_or("");
  waiver.expires = fields.instant("expires");
  fields.finish();
  return waiver;
}

facts::BranchState read_branch(const yaml::Node& node, yaml::Problems& problems) {
  facts::BranchState branch;
  yaml::MappingReader fields(node, "'branch'", problems);
  if (!fields.is_mapping()) return branch;
  branch.revision = fields.text("revision", Need::required).value_or("");
  branch.policy_files = fields.texts("policy_files");
  fields.finish();
  return branch;
}

// As the reader of configurations says it: the case has no server of its own.
Diagnostic read_configuration_diagnostic(const yaml::Node& node, yaml::Problems& problems) {
  Diagnostic diagnostic{Severity::warning, "", "", Location{.path = "server.conf"}};
  yaml::MappingReader fields(node, "an item of 'configuration'", problems);
  if (!fields.is_mapping()) return diagnostic;
  diagnostic.code = fields.text("code", Need::required).value_or("");
  diagnostic.message = fields.text("text", Need::required).value_or("");
  diagnostic.advice = fields.text("advice").value_or("");
  fields.finish();
  return diagnostic;
}

// As --window and --margin; the evaluation time is the start of the window where nothing else is said.
void read_window(RuleTestOptions& options, yaml::MappingReader& fields, const yaml::Node& node, yaml::Problems& problems) {
  const std::int64_t margin = fields.integer("margin").value_or(facts::ChangeWindow{}.margin_days);
  if (margin < 0 || margin > facts::kLongestMarginDays) {
    problems.add(node.find("margin")->position, "'margin' is a number of days from 0 to " + std::to_string(facts::kLongestMarginDays));
    return;
  }
  if (const auto text = fields.text("window")) {
    Result<facts::ChangeWindow> window = facts::parse_window(*text);
    if (!window) {
      problems.add(node.find("window")->position, "'window' is " + window.error().message);
      return;
    }
    window->margin_days = static_cast<int>(margin);
    options.window = *window;
    if (node.find("at") == nullptr) options.at = window->start;
  }
}

// One purpose or a list of them.
void read_purposes(RuleTestOptions& options, yaml::MappingReader& fields, yaml::Problems& problems) {
  const yaml::Node* node = fields.node("purpose");
  if (node == nullptr) return;
  std::vector<const yaml::Node*> items{node};
  if (node->kind == yaml::Kind::sequence) items = yaml::read_items(*node, "'purpose'", problems);
  std::vector<chain::Purpose> listed;
  for (const yaml::Node* item : items) {
    const std::optional<std::string> text = read_text(*item, "'purpose'", problems);
    if (!text) continue;
    const auto purpose = chain::kPurposeNames.find(*text);
    if (purpose) {
      listed.push_back(*purpose);
    } else {
      const std::vector<std::string> allowed(chain::kPurposeNames.begin(), chain::kPurposeNames.end());
      problems.add(item->position, "'purpose' is one of " + join_and(allowed) + ", not " + in_quotes(*text),
                   yaml::did_you_mean(*text, allowed));
    }
  }
  options.purposes = chain::purposes_of(listed).value_or(options.purposes);
}

RuleTestOptions read_options(const yaml::Node& node, yaml::Problems& problems) {
  RuleTestOptions options;
  yaml::MappingReader fields(node, "'options'", problems);
  if (!fields.is_mapping()) return options;
  options.at = fields.instant("at").value_or(kDefaultTime);
  options.anchors = placed_texts(fields, "anchors", problems);
  options.pool = placed_texts(fields, "pool", problems);
  options.run = placed_texts(fields, "run", problems);
  options.crls = placed_texts(fields, "crls", problems);
  if (const auto origin = fields.choice("anchor_origin", names_of(kOrigins))) options.anchor_origin = kOrigins[*origin];
  if (const auto git = fields.choice("git", names_of(kGitPresences))) options.git = kGitPresences[*git];
  read_hosts(options, fields, problems);
  read_purposes(options, fields, problems);
  if (const auto issuance = fields.choice("issuance", {"public", "private"})) {
    options.issuance = *issuance == 0 ? facts::Issuance::public_ca : facts::Issuance::private_ca;
  }
  if (const yaml::Node* target = fields.node("target")) {
    if (auto text = read_text(*target, "'target'", problems)) options.target = PlacedText{std::move(*text), target->position};
  }
  options.clients = placed_texts(fields, "clients", problems);
  options.chain_files = placed_texts(fields, "chain", problems);
  options.key_files = placed_texts(fields, "key", problems);
  if (const yaml::Node* stores = fields.node("stores")) options.stores = read_stores(*stores, problems);
  for (PlacedText& password : placed_texts(fields, "passwords", problems)) options.passwords.push_back(std::move(password.text));
  options.previous = placed_texts(fields, "previous", problems);
  options.rollback = placed_texts(fields, "rollback", problems);
  if (const yaml::Node* pins = fields.node("pins")) {
    if (auto text = read_text(*pins, "'pins'", problems)) options.pins = PlacedText{std::move(*text), pins->position};
  }
  read_window(options, fields, node, problems);
  options.assume_server_chain = fields.boolean("assume_server_chain").value_or(false);
  for (const yaml::Node* item : fields.items("waivers")) options.waivers.push_back(read_waiver(*item, problems));
  for (const yaml::Node* item : fields.items("configuration")) {
    options.configuration.push_back(read_configuration_diagnostic(*item, problems));
  }
  if (const yaml::Node* branch = fields.node("branch")) options.branch = read_branch(*branch, problems);
  if (const yaml::Node* node_of_records = fields.node("records")) {
    auto records = std::make_shared<records::Records>();
    records::read_records(*node_of_records, *records, problems);
    records->index();
    options.records = std::move(records);
  }
  fields.finish();
  return options;
}

// The sections that the mint reads.
bool ask_for_minted(yaml::MappingReader& fields) {
  const yaml::Node* certificates = fields.node("certificates");
  const yaml::Node* crls = fields.node("crls");
  const yaml::Node* files = fields.node("files");
  return certificates != nullptr || crls != nullptr || files != nullptr;
}

RuleTestCase read_case(const yaml::Node& node, yaml::Problems& problems) {
  RuleTestCase result;
  result.node = &node;
  result.options.at = kDefaultTime;
  yaml::MappingReader fields(node, "a test case", problems);
  if (!fields.is_mapping()) return result;
  result.name = fields.text("name", Need::required).value_or("");
  result.mints = ask_for_minted(fields);
  result.parameters = fields.node("params");
  result.bundle = placed_texts(fields, "bundle", problems);
  if (const yaml::Node* options = fields.node("options")) result.options = read_options(*options, problems);
  if (const auto verdict = fields.choice("expect", names_of(kVerdicts), Need::required)) result.expect = kVerdicts[*verdict];
  result.message = fields.text("message");
  result.fix = fields.text("fix");
  if (const yaml::Node* details = fields.node("details")) result.details = read_details(*details, problems);
  if (const auto severity = fields.choice("severity", kSeverityNames)) result.severity = *severity;
  if (node.find("subjects") != nullptr) result.subjects = placed_texts(fields, "subjects", problems);
  const bool finds = result.expect == Verdict::fail;
  if (!finds && (result.severity || result.subjects || result.fix || !result.details.empty())) {
    problems.add(node.position, "'severity', 'subjects', 'fix' and 'details' are for cases that fail");
  }
  if (!finds && result.expect != Verdict::not_evaluated && result.message) {
    problems.add(node.find("message")->position, "'message' is for cases that fail or are not evaluated");
  }
  fields.finish();
  return result;
}

}  // namespace

RuleTestFile read_test_file(const yaml::Node& root, yaml::Problems& problems) {
  RuleTestFile file;
  yaml::MappingReader fields(root, "a file of rule tests", problems);
  if (!fields.is_mapping()) return file;
  if (auto rule = fields.text("rule", Need::required)) file.rule = PlacedText{std::move(*rule), root.find("rule")->position};
  ask_for_minted(fields);
  std::set<std::string> names;
  for (const yaml::Node* item : fields.items("cases", Need::required)) {
    file.cases.push_back(read_case(*item, problems));
    const std::string& name = file.cases.back().name;
    if (!name.empty() && !names.insert(name).second) {
      problems.add(item->find("name")->position, "a case with the name " + in_quotes(name) + " is above; each case has its own name");
    }
  }
  fields.finish();
  return file;
}

}  // namespace chainlint::rules
