#include "chainlint/write/fix_plan.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "fix/fix_chain.h"
#include "fix/fix_completion.h"
#include "fix/fix_encryption.h"
#include "fix/fix_places.h"
#include "fix/fix_request.h"

namespace chainlint::write {
namespace {

template <class T>
void append(std::vector<T>& to, std::vector<T> from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

// Of a file of CA certificates nothing is known to be too much but copies, and its order means nothing.
ChainChoice keep_all(const chain::BundleAnalysis& analysis) {
  ChainChoice choice;
  choice.reorder = false;
  for (const chain::Member& member : analysis.members) choice.order.push_back(member.certificate);
  return choice;
}

// A keystore may name one certificate twice on purpose.
bool divides_by_alias(const formats::Bundle& bundle) {
  return std::any_of(bundle.containers.begin(), bundle.containers.end(), [](const formats::Container& container) {
    const formats::FormatTraits& traits = formats::traits_of(container.format);
    return traits.is_written && (traits.family == formats::FormatFamily::java_keystore || container.format == formats::Format::pkcs12);
  });
}

void note_strict_order(const facts::FactContext& context, const ChainChoice& choice, FixPlan& plan) {
  const profiles::Profile* profile = context.deployment == nullptr ? nullptr : context.deployment->target.profile;
  if (profile == nullptr || profile->strict_order != profiles::Stance::required || !choice.reorder) return;
  for (std::size_t i = 1; i < choice.order.size(); ++i) {
    if (choice.order[i - 1]->issuer().canonical() == choice.order[i]->subject().canonical()) continue;
    plan.refused.push_back({FixKind::reorder, profile->name + " supports only one chain, and " + describe_briefly(*choice.order[i]) +
                                                  " belongs to another one; decide whether clients need it"});
    return;
  }
}

}  // namespace

bool is_safe(FixKind kind) { return kind < FixKind::missing; }

FixPlan plan_fixes(const facts::FactContext& context, const std::vector<FixKind>& unsafe) {
  FixPlan plan;
  const chain::BundleAnalysis& found = context.analysis;
  if (found.members.empty() || (found.kind == chain::BundleKind::trust_store && divides_by_alias(context.bundle))) return plan;
  const std::unique_ptr<Completion> completed = complete_from_pool(context, unsafe);
  const bool server = found.kind == chain::BundleKind::server && found.leaf;
  ChainChoice choice = server ? choose_chain(context, *completed) : keep_all(found);
  PlacedEdits placed = place_certificates(context, *completed, choice);
  plan.fixes = std::move(completed->fixes);
  append(plan.fixes, std::move(placed.fixes));
  plan.refused = std::move(completed->refused);
  append(plan.refused, std::move(choice.refused));
  append(plan.refused, std::move(placed.refused));
  plan.edits = std::move(placed.edits);
  note_strict_order(context, choice, plan);
  plan_encryption(context, unsafe, plan);
  plan.ask_ca = requests_to_the_ca(context, *completed);
  return plan;
}

}  // namespace chainlint::write
