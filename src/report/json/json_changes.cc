#include <algorithm>

#include "json/json_parts.h"

namespace chainlint::report {
namespace {

using Json = JsonValue;

Json change_json(const renewal::Change& change, const std::vector<rules::Finding>& findings) {
  std::vector<std::string> rules, fingerprints;
  for (const std::size_t index : change.findings) {
    const std::string& id = findings[index].rule->id;
    if (std::find(rules.begin(), rules.end(), id) == rules.end()) rules.push_back(id);
    fingerprints.push_back(findings[index].fingerprint);
  }
  return {{"kind", rules::to_string(change.kind)},
          {"judgement", renewal::to_string(change.impact)},
          {"message", change.message},
          {"before", change.before},
          {"after", change.after},
          {"rules", rules},
          {"findings", fingerprints}};
}

bool counts_as_error(const rules::Finding& finding) { return finding.counts() && finding.severity == Severity::error; }

}  // namespace

JsonValue renewal_json(const renewal::RenewalReview& renewal, const std::vector<rules::Finding>& findings) {
  std::size_t errors_as_before = 0;
  Json changes = Json::array(), brought = Json::array(), others = Json::array();
  for (const renewal::Change& change : renewal.changes) changes.push_back(change_json(change, findings));
  for (std::size_t i = 0; i < findings.size() && i < renewal.brought.size(); ++i) {
    if (!findings[i].explained_by.empty()) continue;
    if (renewal.brought[i]) brought.push_back(findings[i].fingerprint);
    if (!renewal.brought[i] && counts_as_error(findings[i])) ++errors_as_before;
  }
  for (const std::size_t index : renewal.others) others.push_back(findings[index].fingerprint);
  return {{"previous", renewal.previous},
          {"judgement", renewal::to_string(renewal.impact())},
          {"changes", changes},
          {"brought", brought},
          {"others", others},
          {"as_before", renewal.as_before},
          {"errors_as_before", errors_as_before},
          {"gone", renewal.gone}};
}

}  // namespace chainlint::report
