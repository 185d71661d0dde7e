// What the requested clients make of what is sent.

#include <algorithm>

#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

using Verdicts = std::vector<chain::ClientVerdict>;

// Null where no client was specified.
const Verdicts* verdicts_of(const FactContext& context) {
  const bool specified = context.deployment != nullptr && !context.deployment->clients.empty();
  return specified ? &context.deployment->clients : nullptr;
}

template <class Which>
std::vector<std::string> names_where(const Verdicts& verdicts, Which which) {
  std::vector<std::string> names;
  for (const chain::ClientVerdict& verdict : verdicts) {
    if (which(verdict)) names.push_back(verdict.client);
  }
  return names;
}

bool refuses(const chain::ClientVerdict& verdict) { return verdict.known && !verdict.accepted; }

std::vector<std::string> refusing(const Verdicts& verdicts) { return names_where(verdicts, refuses); }

std::vector<std::string> accepting(const Verdicts& verdicts) {
  return names_where(verdicts, [](const chain::ClientVerdict& verdict) { return verdict.known && verdict.accepted; });
}

std::vector<std::string> unknown(const Verdicts& verdicts) {
  return names_where(verdicts, [](const chain::ClientVerdict& verdict) { return !verdict.known; });
}

std::vector<std::string> unverified(const Verdicts& verdicts) {
  return names_where(verdicts, [](const chain::ClientVerdict& verdict) { return verdict.evidence == chain::Evidence::unverified; });
}

constexpr std::size_t kMostClientsNamed = 3;

// "chrome, firefox and 3 more".
std::string listed(const std::vector<std::string>& clients) {
  std::string text;
  for (std::size_t i = 0; i < clients.size() && i < kMostClientsNamed; ++i) text += (i == 0 ? "" : ", ") + clients[i];
  if (clients.size() > kMostClientsNamed) text += " and " + std::to_string(clients.size() - kMostClientsNamed) + " more";
  return text;
}

// Each reason once, in the order of the clients, with those that have it.
std::vector<std::string> reasons(const Verdicts& verdicts) {
  std::vector<std::string> texts;
  std::vector<std::vector<std::string>> clients;
  for (const chain::ClientVerdict& verdict : verdicts) {
    if (!refuses(verdict)) continue;
    const auto known = std::find(texts.begin(), texts.end(), verdict.reason);
    const auto at = static_cast<std::size_t>(known - texts.begin());
    if (known == texts.end()) {
      texts.push_back(verdict.reason);
      clients.emplace_back();
    }
    clients[at].push_back(verdict.client + (verdict.evidence == chain::Evidence::unverified ? " (unverified)" : ""));
  }
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = listed(clients[i]) + ": " + texts[i];
  return texts;
}

std::vector<std::string> causes(const Verdicts& verdicts) {
  std::vector<std::string> found;
  for (const chain::ClientVerdict& verdict : verdicts) {
    if (refuses(verdict)) push_unique(found, std::string(chain::to_string(verdict.cause)));
  }
  return found;
}

// Whether each refusal is decided by a certificate for which `test` holds.
template <class Test>
FactValue all_decided_by(const FactContext& context, Test test) {
  const Verdicts* verdicts = verdicts_of(context);
  if (verdicts == nullptr || std::none_of(verdicts->begin(), verdicts->end(), refuses)) return Absent{};
  return std::all_of(verdicts->begin(), verdicts->end(), [&](const chain::ClientVerdict& verdict) {
    return !refuses(verdict) || (!verdict.certificate.empty() && test(verdict.certificate));
  });
}

FactValue refused_by_anchor(const FactContext& context) {
  return all_decided_by(context, [&](const std::string& sha256) {
    const std::vector<chain::Member>& members = context.analysis.members;
    return std::none_of(members.begin(), members.end(),
                        [&](const chain::Member& each) { return to_hex(each.certificate->sha256()) == sha256; });
  });
}

FactValue refused_in_leaf(const FactContext& context) {
  const x509::Certificate* leaf = leaf_of(context);
  return all_decided_by(context, [&](const std::string& sha256) { return leaf != nullptr && to_hex(leaf->sha256()) == sha256; });
}

FactValue asked(const FactContext& context) {
  return context.deployment == nullptr ? FactValue(Absent{}) : integer(context.deployment->clients.size());
}

}  // namespace

FactTable client_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  const FactsAbout clients(SubjectKind::bundle, verdicts_of);
  return {
      bundle.integer("clients.asked", "clients", "How many client families were specified with --client.", asked),
      clients.list("clients.refusing", "The specified clients that would refuse what is sent.", refusing),
      clients.list("clients.accepting", "The specified clients that would accept what is sent.", accepting),
      clients.list("clients.unknown",
                   "The specified clients whose verdict cannot be determined, because what they trust or what is sent is not known.",
                   unknown),
      clients.list("clients.reasons",
                   "Why clients would refuse, each reason once with its clients: 'gnutls, nss: 'Example CA' expired on 2026-01-01'.",
                   reasons),
      clients.list("clients.causes", chain::kRefusalCauseNames, "Why the specified clients would refuse the chain, each cause once.",
                   causes),
      bundle.boolean("clients.refused_by_anchor",
                     "Each client that refuses does so because of a certificate that is not in the bundle: one of its trust store.",
                     refused_by_anchor),
      bundle.boolean("clients.refused_in_leaf", "Each client that refuses does so because of the leaf itself.", refused_in_leaf),
      clients.list("clients.unverified",
                   "The specified clients whose models were neither compared with the program nor read in its source.", unverified),
  };
}

}  // namespace chainlint::facts
