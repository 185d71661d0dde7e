#include "schema/policy_schema.h"

#include <cctype>

#include "chainlint/policy/options.h"
#include "chainlint/policy/output_format.h"
#include "chainlint/policy/policy.h"
#include "schema/condition_schema.h"
#include "schema/fact_test_schema.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

// Where a list is wanted, one value is a list of one.
OrderedJson one_or_list(const OrderedJson& item) { return any_of({item, list_schema(item)}); }
OrderedJson texts() { return one_or_list(text_schema()); }

OrderedJson issuance_schema() { return words_schema(policy::issuance_names()); }

OrderedJson stores_schema() {
  OrderedJson properties = OrderedJson::object();
  for (const char* name : {"My", "CA", "Root", "Disallowed"}) properties[name] = texts();
  return any_of({mapping_schema(std::move(properties)), texts()});
}

OrderedJson option_schema(const policy::Option& key) {
  switch (key.shape) {
    case policy::Option::Shape::flag:
      return boolean_schema();
    case policy::Option::Shape::integer:
      return {{"type", "integer"}, {"minimum", key.least}, {"maximum", key.most}};
    case policy::Option::Shape::stores:
      return stores_schema();
    case policy::Option::Shape::list:
    case policy::Option::Shape::text:
      break;
  }
  const bool words_alone = key.meaning == policy::Option::Meaning::word && !key.values.empty();
  OrderedJson value = words_alone ? words_schema(key.values) : text_schema();
  if (!words_alone && !key.values.empty()) value = any_of({words_schema(key.values), std::move(value)});
  return key.shape == policy::Option::Shape::list ? one_or_list(value) : value;
}

std::string sentence_of(const policy::Option& option) {
  std::string text = std::string(option.help) + ".";
  text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  return text;
}

OrderedJson parameter_value(const rules::Parameter& parameter) {
  OrderedJson value;
  switch (parameter.type) {
    case facts::FactType::boolean:
      value = boolean_schema();
      break;
    case facts::FactType::integer:
      value = integer_schema();
      if (parameter.min) value["minimum"] = *parameter.min;
      if (parameter.max) value["maximum"] = *parameter.max;
      break;
    case facts::FactType::time:
      value = time_schema();
      break;
    case facts::FactType::text:
      value = text_schema();
      break;
    case facts::FactType::text_list:
      value = {{"type", "array"}, {"items", text_schema()}};
      break;
  }
  const std::string unit = parameter.unit.empty() ? "" : " Unit: " + parameter.unit + ".";
  return described(std::move(value), parameter.sentence + unit + " Default: " + facts::to_string(parameter.default_value));
}

OrderedJson rule_words() { return words_schema({"off", "on", "error", "warning", "note"}); }

// `off`, a severity, or a mapping with `parameters` and a condition.
OrderedJson setting_schema(OrderedJson parameters, const OrderedJson& when) {
  OrderedJson mapping = mapping_schema({{"severity", rule_words()},
                                        {"params", described(std::move(parameters), "Values of the rule's parameters.")},
                                        {"when", described(when, "A condition that must be true besides the rule's own.")}});
  mapping["minProperties"] = 1;
  return any_of({rule_words(), std::move(mapping)});
}

OrderedJson setting_of(const rules::Rule& rule) {
  OrderedJson parameters = OrderedJson::object();
  for (const auto& [name, parameter] : rule.logic->parameters) parameters[name] = parameter_value(parameter);
  return described(setting_schema(mapping_schema(std::move(parameters)), condition_about(rule.subject)), rule.title);
}

// Rules without parameters are set alike where they are about the same kind of subject.
OrderedJson rules_schema(const rules::RuleLibrary& library, OrderedJson& definitions) {
  OrderedJson properties = OrderedJson::object();
  for (const auto& rule : library.rules()) {
    if (rule->logic->parameters.empty()) {
      const std::string shared = "setting_" + std::string(facts::to_string(rule->subject));
      if (!definitions.contains(shared)) {
        definitions[shared] = setting_schema({{"type", "object"}, {"maxProperties", 0}}, condition_about(rule->subject));
      }
      properties[rule->id] = described(reference_to(shared), rule->title);
    } else {
      properties[rule->id] = setting_of(*rule);
    }
  }
  definitions["setting"] = setting_schema({{"type", "object"}}, {{"type", "object"}});
  return {{"type", "object"},
          {"propertyNames", id_schema()},
          {"additionalProperties", reference_to("setting")},
          {"properties", std::move(properties)}};
}

OrderedJson needs_one_of(const std::vector<std::string>& keys) {
  OrderedJson choices = OrderedJson::array();
  for (const std::string& key : keys) choices.push_back({{"required", OrderedJson::array({key})}});
  return {{"anyOf", std::move(choices)}};
}

OrderedJson override_schema() {
  OrderedJson schema = mapping_schema({{"paths", described(texts(), "Files of the bundle: `legacy/**`.")},
                                       {"targets", described(texts(), "Deployment profiles.")},
                                       {"names", described(texts(), "Names of the leaf; `*` matches anything.")},
                                       {"issuers", described(texts(), "The leaf's issuer: whole name, common name or organization.")},
                                       {"fingerprints", described(texts(), "SHA-256 of the leaf or of its key, or SHA-1 of the leaf.")},
                                       {"rules", reference_to("rules")},
                                       {"issuance", described(issuance_schema(), "Whether rules for public CAs apply to them.")}});
  schema["allOf"] = {needs_one_of({"paths", "targets", "names", "issuers", "fingerprints"}), needs_one_of({"rules", "issuance"})};
  return schema;
}

OrderedJson bundle_schema() {
  OrderedJson properties{{"name", described(text_schema(), "Name of the bundle in reports.")}};
  const std::pair<const char*, const char*> lists[] = {
      {"file", "The files that belong together."}, {"target", "Its deployment targets."}, {"host", "Names that the leaf must cover."}};
  for (const auto& [name, words] : lists) {
    properties[std::string(name) + "s"] = described(texts(), words);
    properties[name] = described(texts(), words);
  }
  for (const char* key : {"purpose", "purposes"}) {
    properties[key] = described(option_schema(policy::OptionName("--purpose").row()), "What the leaf is for.");
  }
  properties["previous"] = described(text_schema(), "The deployed bundle to compare with.");
  properties["issuance"] = described(issuance_schema(), "Whether rules for public CAs apply to it.");
  OrderedJson schema = mapping_schema(std::move(properties));
  schema.update(needs_one_of({"files", "file"}));
  return schema;
}

OrderedJson password_schema() {
  const OrderedJson descriptor{{"type", "integer"}, {"minimum", 0}};
  OrderedJson source = mapping_schema({{"env", described(text_schema(), "The name of an environment variable with the password.")},
                                       {"file", described(text_schema(), "A file with passwords, one candidate per line.")},
                                       {"fd", described(descriptor, "The number of an open file descriptor.")}});
  source["minProperties"] = 1;
  source["maxProperties"] = 1;
  return one_or_list(source);
}

OrderedJson waiver_schema() {
  OrderedJson schema = mapping_schema(
      {{"rule", described(reference_to("rule_id"), "The rule whose findings are accepted.")},
       {"certificate", described({{"type", {"string", "number"}}}, "SHA-256 of the only certificate to which the waiver applies.")},
       {"key", described({{"type", {"string", "number"}}}, "SHA-256 of the SubjectPublicKeyInfo.")},
       {"paths", described(texts(), "Files: `legacy/**`.")},
       {"reason", described(text_schema(), "Why it is accepted.")},
       {"owner", described(text_schema(), "Who is responsible for it.")},
       {"ticket", described(text_schema(), "Where it is tracked.")},
       {"expires", described(time_schema(), "The last day, UTC.")}},
      {"rule", "reason", "owner", "expires"});
  schema.update(needs_one_of({"certificate", "key", "paths"}));
  return schema;
}

OrderedJson platform_schema() {
  const OrderedJson words = any_of({{{"type", "string"}}, {{"type", "array"}, {"items", {{"type", "string"}}}}});
  const OrderedJson number{{"type", "integer"}, {"minimum", 0}};
  const OrderedJson keys = mapping_schema({{"keyTypes", words},
                                           {"rsaKeySizes", any_of({number, {{"type", "array"}, {"items", number}}})},
                                           {"ellipticCurves", words},
                                           {"reuseAllowed", boolean_schema()},
                                           {"serviceGenerated", OrderedJson::object()}});
  const OrderedJson subject =
      mapping_schema({{"orgs", words}, {"orgUnits", words}, {"localities", words}, {"states", words}, {"countries", words}});
  OrderedJson names = OrderedJson::object();
  for (const char* kind : {"dnsAllowed", "ipAllowed", "emailAllowed", "uriAllowed", "upnAllowed"}) names[kind] = boolean_schema();
  return mapping_schema({{"domains", words},
                         {"wildcardAllowed", boolean_schema()},
                         {"wildcardsAllowed", boolean_schema()},
                         {"maxValidDays", number},
                         {"authority", words},
                         {"certificateAuthority", OrderedJson::object()},
                         {"autoInstalled", OrderedJson::object()},
                         {"subject", subject},
                         {"keyPair", keys},
                         {"subjectAltNames", mapping_schema(std::move(names))}});
}

OrderedJson output_schema() {
  return mapping_schema(
      {{"format", words_schema(policy::kOutputFormatNames)}, {"file", described(text_schema(), "Default: standard output.")}}, {"format"});
}

// What is no option of the command line.
OrderedJson own_properties() {
  const OrderedJson margin = option_schema(policy::OptionName("--margin").row());
  return {
      {"extends",
       described(any_of({reference_to("set_id"), texts()}), "Rule sets, shipped templates, policy files; later ones take precedence.")},
      {"rulesets",
       described(texts(), "Rule sets, files or folders of rules, instead of the set recommended; to keep that set, name it in 'extends'.")},
      {"ruleset", described(texts(), "The same as `rulesets`.")},
      {"rules", described(reference_to("rules"), "Settings of single rules.")},
      {"overrides", described(list_schema(override_schema()), "Rules for some bundles only; later ones take precedence.")},
      {"bundles", described(list_schema(bundle_schema()), "Files that are one bundle although they are in different places.")},
      {"issuance", described(issuance_schema(), "Whether rules for public CAs apply to the bundles.")},
      {"passwords", described(password_schema(), "Where passwords are; never a password.")},
      {"window", described(mapping_schema({{"margin", margin}}, {"margin"}), "Days of validity required after a change window.")},
      {"outputs", described(one_or_list(output_schema()), "Reports that every run writes.")},
      {"waivers", described({{"type", "array"}, {"items", waiver_schema()}}, "Findings that are accepted until a date.")},
      {"venafi", described(platform_schema(), "A policy of a certificate platform, as rules of the shipped template.")}};
}

}  // namespace

OrderedJson policy_schema(const rules::RuleLibrary& library) {
  OrderedJson definitions = OrderedJson::object();
  define_conditions(definitions);
  definitions["rules"] = rules_schema(library, definitions);
  definitions["rule_id"] = rule_id_schema(library);
  definitions["set_id"] = set_id_schema(library);
  OrderedJson properties = own_properties();
  for (const policy::Option* key : policy::policy_keys()) {
    const bool is_member = key->key.find('.') != std::string_view::npos;  // of a mapping among own_properties()
    for (const std::string_view name : {key->key, key->other_key}) {
      if (!is_member && !name.empty()) properties[std::string(name)] = described(option_schema(*key), sentence_of(*key));
    }
  }
  OrderedJson schema = mapping_schema(std::move(properties));
  schema["definitions"] = std::move(definitions);
  return schema;
}

}  // namespace chainlint::report
