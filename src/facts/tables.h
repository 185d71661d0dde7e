// The tables of facts, one for each source file, from which the registry is made.
#pragma once

#include <span>

#include "chainlint/facts/registry.h"

namespace chainlint::facts {

std::span<const FactDefinition> run_fact_table();
std::span<const FactDefinition> bundle_fact_table();
std::span<const FactDefinition> container_fact_table();
std::span<const FactDefinition> composition_fact_table();
std::span<const FactDefinition> diagnostic_fact_table();
std::span<const FactDefinition> key_fact_table();
std::span<const FactDefinition> entry_fact_table();
std::span<const FactDefinition> file_fact_table();
std::span<const FactDefinition> link_fact_table();
std::span<const FactDefinition> chain_fact_table();
std::span<const FactDefinition> missing_issuer_fact_table();
std::span<const FactDefinition> certificate_fact_table();
std::span<const FactDefinition> validity_fact_table();
std::span<const FactDefinition> extension_fact_table();
std::span<const FactDefinition> place_fact_table();
std::span<const FactDefinition> problem_fact_table();
std::span<const FactDefinition> store_fact_table();
std::span<const FactDefinition> target_fact_table();
std::span<const FactDefinition> target_demand_fact_table();
std::span<const FactDefinition> target_key_fact_table();
std::span<const FactDefinition> target_pfx_fact_table();
std::span<const FactDefinition> client_fact_table();
std::span<const FactDefinition> issuance_fact_table();
std::span<const FactDefinition> name_fact_table();
std::span<const FactDefinition> unmatched_name_fact_table();
std::span<const FactDefinition> subject_part_fact_table();
std::span<const FactDefinition> profile_fact_table();
std::span<const FactDefinition> revocation_list_fact_table();
std::span<const FactDefinition> label_fact_table();
std::span<const FactDefinition> waiver_fact_table();
std::span<const FactDefinition> renewal_fact_table();
std::span<const FactDefinition> renewal_change_fact_table();
std::span<const FactDefinition> renewal_container_fact_table();
std::span<const FactDefinition> pin_fact_table();
std::span<const FactDefinition> window_fact_table();
std::span<const FactDefinition> window_target_fact_table();
std::span<const FactDefinition> rollback_fact_table();
std::span<const FactDefinition> distrust_fact_table();
std::span<const FactDefinition> ca_record_fact_table();
std::span<const FactDefinition> timestamp_fact_table();
std::span<const FactDefinition> data_fact_table();
std::span<const FactDefinition> trust_store_fact_table();

}  // namespace chainlint::facts
