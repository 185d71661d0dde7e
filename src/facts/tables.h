// The tables of facts, one for each source file, from which the registry is made.
#pragma once

#include "facts_about.h"

namespace chainlint::facts {

FactTable run_fact_table();
FactTable bundle_fact_table();
FactTable container_fact_table();
FactTable composition_fact_table();
FactTable diagnostic_fact_table();
FactTable key_fact_table();
FactTable entry_fact_table();
FactTable file_fact_table();
FactTable link_fact_table();
FactTable chain_fact_table();
FactTable missing_issuer_fact_table();
FactTable issuer_step_fact_table();
FactTable near_issuer_fact_table();
FactTable certificate_fact_table();
FactTable validity_fact_table();
FactTable extension_fact_table();
FactTable place_fact_table();
FactTable problem_fact_table();
FactTable store_fact_table();
FactTable target_fact_table();
FactTable target_demand_fact_table();
FactTable target_key_fact_table();
FactTable target_pfx_fact_table();
FactTable client_fact_table();
FactTable issuance_fact_table();
FactTable name_fact_table();
FactTable unmatched_name_fact_table();
FactTable subject_part_fact_table();
FactTable profile_fact_table();
FactTable revocation_list_fact_table();
FactTable label_fact_table();
FactTable waiver_fact_table();
FactTable renewal_fact_table();
FactTable renewal_change_fact_table();
FactTable renewal_container_fact_table();
FactTable pin_fact_table();
FactTable window_fact_table();
FactTable window_target_fact_table();
FactTable rollback_fact_table();
FactTable distrust_fact_table();
FactTable ca_record_fact_table();
FactTable timestamp_fact_table();
FactTable data_fact_table();
FactTable trust_store_fact_table();

}  // namespace chainlint::facts
