#include "schema/profile_schema.h"

#include <limits>

#include "chainlint/profiles/profile_fields.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

// Takes the place of yaml::MappingReader: each key that the reader asks for becomes a property of its type.
class SchemaFields {
 public:
  void read(const char* key, const bool&) { properties[key] = boolean_schema(); }
  void read(const char* key, const std::uint32_t&) { add_count(key); }
  void read(const char* key, const std::size_t&) { add_count(key); }
  void read(const char* key, const std::string&) { properties[key] = text_schema(); }
  void read(const char* key, const std::string&, const std::vector<std::string>& allowed) { properties[key] = words_schema(allowed); }
  void read(const char* key, const std::vector<std::string>&, const std::vector<std::string>& allowed = {}) {
    properties[key] = {{"type", "array"}, {"items", allowed.empty() ? text_schema() : words_schema(allowed)}};
  }
  template <auto kLast>
  void read(const char* key, const decltype(kLast)&, const EnumNames<kLast>& names) {
    properties[key] = words_schema(names);
  }

  OrderedJson properties = OrderedJson::object();

 private:
  void add_count(const char* key) {
    properties[key] = {{"type", "integer"}, {"minimum", 0}, {"maximum", std::numeric_limits<std::int32_t>::max()}};
  }
};

template <class T>
OrderedJson properties_of() {
  SchemaFields fields;
  T value;
  profiles::visit_fields(fields, value);
  return std::move(fields.properties);
}

OrderedJson pfx_item_schema() {
  OrderedJson schema = mapping_schema(properties_of<profiles::PfxStance>(), {"scheme"});
  const OrderedJson never{{"properties", {{"never", {{"const", true}}}}}, {"required", {"never"}}};
  schema["if"] = {{"required", {"since"}}};
  schema["then"] = {{"properties", {{"never", {{"const", false}}}}}};
  schema["else"] = never;
  return schema;
}

OrderedJson commands_schema() {
  const OrderedJson formats{{"type", "array"}, {"items", words_schema(profiles::target_formats())}};
  const OrderedJson command =
      any_of({text_schema(), mapping_schema({{"formats", described(formats, "Of the file with the leaf.")},
                                             {"key", described(words_schema({"same", "new", "present", "absent"}),
                                                               "Whether the change keeps the key, or the new bundle contains one.")},
                                             {"run", described(text_schema(), "With {file}, {pfx}, {key}, {alias} or {thumbprint}.")}},
                                            {"run"})});
  const OrderedJson list{{"type", "array"}, {"items", command}};
  return mapping_schema({{"install", described(list, "Copies certificate, key and chain to the target.")},
                         {"activate", described(list, "Makes the server use them.")},
                         {"at_once", boolean_schema()}});
}

// What is not inherited must be in the file.
OrderedJson profile_schema(const OrderedJson& properties, const char* kind, const std::vector<std::string>& own) {
  OrderedJson members{{kind, described(text_schema(), "The name.")},
                      {"extends", described(text_schema(), "Profile from which missing keys are inherited.")}};
  members.update(properties);
  OrderedJson schema = mapping_schema(std::move(members), {kind});
  schema["anyOf"] = OrderedJson::array({{{"required", own}}, {{"required", {"extends"}}}});
  return schema;
}

}  // namespace

OrderedJson target_schema() {
  OrderedJson properties = properties_of<profiles::Profile>();
  properties["keys"] = mapping_schema(properties_of<profiles::KeyStance>());
  properties["pfx"] = {{"type", "array"}, {"items", pfx_item_schema()}};
  properties["commands"] = commands_schema();
  return profile_schema(properties, "target", {"title", "family"});
}

OrderedJson client_schema() {
  OrderedJson properties = properties_of<chain::ClientModel>();
  properties["leaf_rules_from"] = described(text_schema(), "A date or a time, UTC.");
  return profile_schema(std::move(properties), "client", {"title"});
}

}  // namespace chainlint::report
