#include "client_reader.h"

#include "chainlint/profiles/profile_fields.h"
#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::profiles {
void read_client(const yaml::Node& root, chain::ClientModel& model, yaml::Problems& problems) {
  yaml::MappingReader fields(root, "a client", problems);
  if (!fields.is_mapping()) return;
  fields.node("client");
  fields.node("extends");
  visit_fields(fields, model);
  if (const auto from = fields.instant("leaf_rules_from")) model.leaf_rules_from = *from;
  fields.finish();
}

}  // namespace chainlint::profiles
