#include "chainlint/chain/analysis.h"
#include "chainlint/facts/run_state.h"
#include "schema/rule_schema.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

OrderedJson names_schema(std::string_view words) { return described(list_schema(text_schema()), words); }

// As a run has evaluated its waivers: for tests of rules about them.
OrderedJson waiver_case_schema() {
  return mapping_schema({{"state", words_schema(facts::kWaiverStateNames)},
                         {"rule", text_schema()},
                         {"certificate", text_schema()},
                         {"key", text_schema()},
                         {"paths", list_schema(text_schema())},
                         {"reason", text_schema()},
                         {"owner", text_schema()},
                         {"ticket", text_schema()},
                         {"problem", text_schema()},
                         {"expires", time_schema()}},
                        {"state"});
}

OrderedJson trust_options() {
  return {{"at", described(time_schema(), "The evaluation time. Default: 2026-06-01.")},
          {"anchors", names_schema("Names of certificates that are the trust anchors. Default: none.")},
          {"anchor_origin",
           described(words_schema({"files", "system", "incomplete"}),
                     "Whether the anchors come from --anchors or the system, or from --anchors with a file that cannot be read.")},
          {"git", described(words_schema({"tracked", "not ignored"}), "What git does with the files.")},
          {"pool", names_schema("Names of CA certificates that are known and not in the bundle.")},
          {"run", names_schema("Names of files that are other bundles of the run.")},
          {"crls", names_schema("Names of CRLs.")},
          {"hosts", names_schema("Names that the leaf must cover.")},
          {"purpose", described(one_or_list(words_schema(chain::kPurposeNames)), "What the leaf is for. Default: server.")},
          {"issuance",
           described(words_schema({"public", "private"}), "What the leaf's CA is declared to be. Default: determined from the chain.")},
          {"passwords", names_schema("Candidate passwords for what is encrypted.")},
          {"assume_server_chain", described(boolean_schema(), "Files of CA certificates are checked as server chains too.")}};
}

OrderedJson options_schema() {
  const OrderedJson store = {{"type", "array"}, {"items", text_schema()}};
  OrderedJson options = trust_options();
  options.update(OrderedJson{
      {"target", described(text_schema(), "A deployment profile: `iis`, `windows-server@2016`.")},
      {"clients", names_schema("Client families.")},
      {"chain", names_schema("Files of the bundle that are named with --chain.")},
      {"key", names_schema("Files of the bundle that are named with --key.")},
      {"stores", described(mapping_schema({{"My", store}, {"CA", store}, {"Root", store}, {"Disallowed", store}}),
                           "Exported Windows stores by the names of certificates.")},
      {"previous", names_schema("Files of the deployed bundle.")},
      {"rollback", names_schema("Files that would be restored if the change fails.")},
      {"pins", described(text_schema(), "The file with the pins, as --pins.")},
      {"window", described(text_schema(), "The change window, START/END.")},
      {"margin", described({{"type", "integer"}, {"minimum", 0}}, "Days after the window. Default: 30.")},
      {"waivers", described(list_schema(waiver_case_schema()), "Which waivers of a run were used, for a rule about them.")},
      {"configuration", described(list_schema(mapping_schema({{"code", text_schema()}, {"text", text_schema()}, {"advice", text_schema()}},
                                                             {"code", "text"})),
                                  "What the configuration of a server names, for a rule about it.")},
      {"branch", described(mapping_schema({{"revision", text_schema()}, {"policy_files", list_schema(text_schema())}}, {"revision"}),
                           "The revision that the branch is compared with, and the files of its policy that it changes.")},
      {"records", described({{"type", "object"}}, "Dated facts instead of the shipped ones, as a file of records has them.")}});
  return mapping_schema(std::move(options));
}

OrderedJson case_schema(const OrderedJson& minted) {
  OrderedJson properties{{"name", described(text_schema(), "What is special about the case.")}};
  properties.update(minted);
  properties.update(OrderedJson{
      {"bundle", names_schema("The files that are checked. Default: all of them.")},
      {"options", described(options_schema(), "How the case is run.")},
      {"params", described({{"type", "object"}}, "Values of the rule's parameters, as a policy sets them.")},
      {"expect", described(words_schema({"pass", "fail", "not_applicable", "not_evaluated"}), "The expected result.")},
      {"message", described(text_schema(), "The whole message of every finding, or the reason why the rule was not evaluated.")},
      {"fix", described(text_schema(), "The whole fix of every finding.")},
      {"details",
       described({{"type", "object"}, {"additionalProperties", text_schema()}}, "Details that every finding must have, by name.")},
      {"severity", described(severity_schema(), "The severity of every finding.")},
      {"subjects", names_schema("The certificates that findings point at, no more and no fewer.")}});
  OrderedJson schema = mapping_schema(std::move(properties), {"name", "expect"});
  const auto expecting = [](const std::vector<std::string>& verdicts) {
    return OrderedJson{{"properties", {{"expect", words_schema(verdicts)}}}, {"required", {"expect"}}};
  };
  schema["allOf"] =
      OrderedJson::array({{{"if", expecting({"pass", "not_applicable", "not_evaluated"})},
                           {"then", {{"properties", {{"severity", false}, {"subjects", false}, {"fix", false}, {"details", false}}}}}},
                          {{"if", expecting({"pass", "not_applicable"})}, {"then", {{"properties", {{"message", false}}}}}}});
  return schema;
}

// At least one case with that verdict.
OrderedJson some_case(std::string_view verdict) {
  return {{"properties", {{"cases", {{"contains", {{"properties", {{"expect", {{"const", verdict}}}}}, {"required", {"expect"}}}}}}}}};
}

}  // namespace

OrderedJson rule_test_schema(const rules::RuleLibrary& library) {
  OrderedJson definitions = OrderedJson::object();
  const OrderedJson minted = mint_properties(definitions);
  definitions["case"] = case_schema(minted);
  definitions["rule_id"] = rule_id_schema(library);
  OrderedJson properties{{"rule", described(reference_to("rule_id"), "The rule, which is beside this file.")}};
  properties.update(minted);
  properties["cases"] = described(list_schema(reference_to("case")), "At least one that passes and one that fails.");
  OrderedJson schema = mapping_schema(std::move(properties), {"rule", "cases"});
  schema["allOf"] = OrderedJson::array({some_case("pass"), some_case("fail")});
  schema["definitions"] = std::move(definitions);
  return schema;
}

}  // namespace chainlint::report
