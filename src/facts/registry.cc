#include "chainlint/facts/registry.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "chain/place.h"
#include "chainlint/base/text.h"
#include "chainlint/facts/renewal.h"
#include "tables.h"

namespace chainlint::facts {

namespace {

using Hop = FactReference::Hop;

struct HopRule {
  std::string_view prefix;
  Hop hop;
  SubjectKind target;
  std::optional<SubjectKind> only_from;  // nothing: from everywhere but the target itself
};

constexpr std::array kHops = {
    HopRule{"bundle.", Hop::bundle, SubjectKind::bundle, std::nullopt},
    HopRule{"chain.", Hop::chain, SubjectKind::chain, std::nullopt},
    HopRule{"child.", Hop::child, SubjectKind::certificate, SubjectKind::link},
    HopRule{"issuer.", Hop::issuer, SubjectKind::certificate, SubjectKind::link},
    HopRule{"leaf.", Hop::leaf, SubjectKind::certificate, std::nullopt},
    HopRule{"previous.", Hop::previous, SubjectKind::certificate, std::nullopt},
    HopRule{"top.", Hop::top, SubjectKind::certificate, SubjectKind::chain},
};

constexpr std::string_view kRunPrefix = "run.";

// A run and its waivers belong to no bundle.
bool is_open(const HopRule& rule, SubjectKind from) {
  if (from == SubjectKind::run || from == SubjectKind::waiver) return false;
  if (rule.only_from) return *rule.only_from == from;
  return rule.target == SubjectKind::certificate || rule.target != from;
}

bool before(const FactDefinition& a, const FactDefinition& b) { return a.subject != b.subject ? a.subject < b.subject : a.name < b.name; }

constexpr std::array kTables = {run_fact_table,
                                bundle_fact_table,
                                container_fact_table,
                                diagnostic_fact_table,
                                key_fact_table,
                                composition_fact_table,
                                entry_fact_table,
                                file_fact_table,
                                link_fact_table,
                                chain_fact_table,
                                missing_issuer_fact_table,
                                issuer_step_fact_table,
                                near_issuer_fact_table,
                                certificate_fact_table,
                                validity_fact_table,
                                extension_fact_table,
                                place_fact_table,
                                problem_fact_table,
                                store_fact_table,
                                target_fact_table,
                                target_demand_fact_table,
                                target_key_fact_table,
                                target_pfx_fact_table,
                                client_fact_table,
                                issuance_fact_table,
                                distrust_fact_table,
                                ca_record_fact_table,
                                timestamp_fact_table,
                                data_fact_table,
                                trust_store_fact_table,
                                waiver_fact_table,
                                name_fact_table,
                                unmatched_name_fact_table,
                                subject_part_fact_table,
                                profile_fact_table,
                                revocation_list_fact_table,
                                label_fact_table,
                                renewal_fact_table,
                                renewal_change_fact_table,
                                renewal_container_fact_table,
                                pin_fact_table,
                                window_fact_table,
                                window_target_fact_table,
                                rollback_fact_table};

FactTable collect() {
  std::vector<FactTable> tables;
  std::size_t rows = 0;
  for (const auto table : kTables) rows += tables.emplace_back(table()).size();
  FactTable facts;
  facts.reserve(rows);
  for (FactTable& table : tables) std::move(table.begin(), table.end(), std::back_inserter(facts));
  std::sort(facts.begin(), facts.end(), before);
  return facts;
}

const FactDefinition* find_own(SubjectKind subject, std::string_view name) {
  const std::span<const FactDefinition> facts = all_facts();
  const auto position = std::lower_bound(facts.begin(), facts.end(), name, [subject](const FactDefinition& fact, std::string_view wanted) {
    return fact.subject != subject ? fact.subject < subject : fact.name < wanted;
  });
  return position != facts.end() && position->subject == subject && position->name == name ? &*position : nullptr;
}

std::optional<Subject> step_subject(std::size_t step, const FactContext& context) {
  const bool exists = context.analysis.path && step < context.analysis.path->steps.size();
  return exists ? std::optional(certificate_at_step(step, context)) : std::nullopt;
}

std::optional<Subject> subject_behind(Hop hop, const FactContext& context, const Subject& from) {
  switch (hop) {
    case Hop::none:
      return from;
    case Hop::bundle:
      return Subject{SubjectKind::bundle, 0};
    case Hop::chain:
      return context.analysis.path ? std::optional(Subject{SubjectKind::chain, 0}) : std::nullopt;
    case Hop::leaf:
    case Hop::previous:
      return leaf_subject(context);
    case Hop::child:
      return step_subject(from.index, context);
    case Hop::issuer:
      return step_subject(from.index + 1, context);
    case Hop::top:
      return context.analysis.path ? step_subject(context.analysis.path->steps.size() - 1, context) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

std::span<const FactDefinition> all_facts() {
  static const FactTable facts = collect();
  return facts;
}

std::optional<FactReference> look_up_fact(SubjectKind subject, std::string_view name) {
  if (const FactDefinition* own = find_own(subject, name)) return FactReference{own, Hop::none};
  if (name.substr(0, kRunPrefix.size()) == kRunPrefix) {
    if (const FactDefinition* run = find_own(SubjectKind::bundle, name)) return FactReference{run, Hop::none};
  }
  for (const HopRule& rule : kHops) {
    if (is_open(rule, subject) && name.substr(0, rule.prefix.size()) == rule.prefix) {
      const std::string_view rest = name.substr(rule.prefix.size());
      const FactDefinition* behind = rest.substr(0, kRunPrefix.size()) == kRunPrefix ? nullptr : find_own(rule.target, rest);
      if (behind != nullptr) return FactReference{behind, rule.hop};
    }
  }
  return std::nullopt;
}

Result<FactReference> find_fact(SubjectKind subject, std::string_view name) {
  if (const std::optional<FactReference> found = look_up_fact(subject, name)) return *found;
  std::string message = "there is no fact " + in_quotes(name) + " about a " + std::string(to_string(subject));
  const std::string own_prefix = std::string(to_string(subject)) + ".";
  const std::optional<std::string> near =
      name.substr(0, own_prefix.size()) == own_prefix && find_own(subject, name.substr(own_prefix.size())) != nullptr
          ? std::optional(std::string(name.substr(own_prefix.size())))
          : nearest(name, fact_names(subject));
  if (near) message += "; did you mean " + in_quotes(*near) + "?";
  return Error{"fact-unknown", message, {}};
}

std::vector<std::string> fact_names(SubjectKind subject) {
  std::vector<std::string> names;
  for (const FactDefinition& fact : all_facts()) {
    const bool of_run = fact.name.substr(0, kRunPrefix.size()) == kRunPrefix;
    if (fact.subject == subject || of_run) names.emplace_back(fact.name);
    for (const HopRule& rule : kHops) {
      if (!of_run && fact.subject == rule.target && is_open(rule, subject)) {
        names.push_back(std::string(rule.prefix) + std::string(fact.name));
      }
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

FactValue evaluate_fact(const FactReference& reference, const FactContext& context, const Subject& subject) {
  if (reference.hop == Hop::previous) {
    if (context.renewal == nullptr) return Absent{};
    const std::optional<Subject> leaf = leaf_subject(context.renewal->previous);
    return leaf ? reference.definition->compute(context.renewal->previous, *leaf) : FactValue(Absent{});
  }
  const std::optional<Subject> target = subject_behind(reference.hop, context, subject);
  return target ? reference.definition->compute(context, *target) : FactValue(Absent{});
}

}  // namespace chainlint::facts
