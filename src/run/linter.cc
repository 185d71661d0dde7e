#include "chainlint/run/linter.h"

#include <memory>
#include <utility>

#include "chainlint/facts/outlook.h"
#include "chainlint/facts/renewal.h"

namespace chainlint::run {

namespace {

// Neither the anchors of the run nor what verifies others by its place goes to a target or answers for a host.
bool is_never_served(const ReadBundle& read) { return read.trust || read.bundle.trust_store; }

// Targets of one run are trust stores or servers, never both: choose_deployments() refuses that.
bool is_for_trust_stores(const profiles::DeploymentRequest& wanted) {
  return !wanted.targets.empty() && wanted.targets.front().profile != nullptr &&
         wanted.targets.front().profile->family == chain::ServerFamily::trust_store;
}

}  // namespace

struct Linter::Examined {
  chain::ChainRequest request;
  chain::BundleAnalysis analysis;
  std::vector<profiles::Deployment> deployments;
  facts::Outlook outlook;
  std::vector<facts::FactContext> contexts;  // one a target; one where there is none
};

Linter::Linter(const RunOptions& options, const LintPlan& plan, const chain::RunIndex* run)
    : options_(options),
      plan_(plan),
      own_verifier_(plan.verifier == nullptr ? std::make_unique<crypto::SignatureVerifier>() : nullptr),
      verifier_(plan.verifier == nullptr ? *own_verifier_ : *plan.verifier),
      described_(options.details) {
  request_.anchors = &plan.trust.anchors;
  request_.pool = &plan.trust.pool;
  request_.run = run;
  request_.at = options.at;
  request_.purposes = options.purposes;
  request_.hosts = options.hosts;
  request_.crls = plan.trust.crls;
  request_.crls_requested = !plan.trust.crls.empty();
  request_.limits = plan.reading.limits;
}

std::vector<report::BundleReport> Linter::lint(const ReadBundle& read) {
  const profiles::DeploymentRequest& wanted = deployments_for(read);
  const facts::FactContext* rollback = plan_.rules == nullptr || is_never_served(read) ? nullptr : plan_.previous.rollback();
  std::unique_ptr<const Examined> restored;
  if (rollback != nullptr) restored = examine(rollback->bundle, read, {.at = options_.at, .wanted = wanted});
  const std::unique_ptr<const Examined> examined =
      examine(read.bundle, read, {.at = options_.at, .wanted = wanted, .restored = restored.get(), .explain = options_.explain});
  std::vector<report::BundleReport> reports;
  for (std::size_t i = 0; i < examined->contexts.size(); ++i) {
    const facts::FactContext& context = examined->contexts[i];
    if (plan_.visit) {
      plan_.visit(context);
      reports.emplace_back();
      continue;
    }
    rules::Evaluation evaluation = evaluation_of(context);
    accept(evaluation, context);
    std::optional<renewal::RenewalReview> renewal;
    std::optional<renewal::Rollout> rollout;
    std::optional<renewal::Timeline> timeline;
    if (plan_.rules != nullptr && context.renewal != nullptr) {
      const std::unique_ptr<const Examined> before = examine(context.renewal->previous.bundle, read, {.at = options_.at, .wanted = wanted});
      facts::FactContext replaced = before->contexts[i];
      replaced.renewal = nullptr;
      renewal = renewal::review_renewal(context, evaluation, evaluation_of(replaced));
      rollout = renewal::plan_rollout(context, options_.order ? &*options_.order : nullptr, evaluation, verifier_);
    }
    if (plan_.rules != nullptr && options_.timeline) timeline = timeline_of(read, *examined, i, evaluation);
    report::BundleReport report = report::describe_bundle(context, std::move(evaluation), described_);
    report.renewal = std::move(renewal);
    report.rollout = std::move(rollout);
    report.timeline = std::move(timeline);
    reports.push_back(std::move(report));
  }
  return reports;
}

renewal::Timeline Linter::timeline_of(const ReadBundle& read, const Examined& examined, std::size_t index, const rules::Evaluation& now) {
  profiles::DeploymentRequest wanted = deployments_for(read);
  if (!wanted.targets.empty()) wanted.targets = {wanted.targets[index]};
  const facts::FactContext& context = examined.contexts[index];
  const auto evaluate_at = [&](Instant at) {
    if (at == options_.at) return now;
    const facts::Outlook* outlook = options_.window ? &examined.outlook : nullptr;
    const std::unique_ptr<const Examined> then = examine(read.bundle, read, {.at = at, .wanted = wanted, .outlook = outlook});
    facts::FactContext changed = then->contexts.front();
    changed.rollback = context.rollback;
    rules::Evaluation evaluation = evaluation_of(changed);
    accept(evaluation, changed);
    return evaluation;
  };
  return renewal::make_timeline(context, evaluate_at, &plan_.rules->rules_for(context));
}

void Linter::accept(rules::Evaluation& evaluation, const facts::FactContext& context) const {
  if (plan_.acceptances == nullptr) return;
  const std::optional<chain::Path>& path = context.analysis.path;
  const std::string leaf = path ? to_hex(path->steps.front().certificate->sha256()) : "";
  plan_.acceptances->accept(evaluation, context.request.at, {leaf, context.bundle.containers.front().path});
}

std::unique_ptr<const Linter::Examined> Linter::examine(const formats::Bundle& bundle, const ReadBundle& read, const Look& look) {
  auto examined = std::make_unique<Examined>();
  examined->request = request_for(read, look.wanted);
  examined->request.at = look.at;
  examined->request.explain = look.explain;
  chain::add_revocation_lists(bundle, examined->request);
  examined->analysis = chain::analyze(bundle, examined->request, verifier_);
  examined->deployments = profiles::deploy(bundle, examined->analysis, examined->request, look.wanted, verifier_);
  facts::FactContext plain = context(read, bundle, examined->analysis, examined->request);
  if (plan_.rules != nullptr && (options_.window || plan_.previous.rollback() != nullptr)) {
    const facts::ChangeWindow* window = options_.window ? &*options_.window : nullptr;
    if (look.outlook == nullptr) examined->outlook = facts::look_ahead(bundle, examined->request, window, verifier_, &look.wanted);
    plain.outlook = look.outlook == nullptr ? &examined->outlook : look.outlook;
  }
  if (examined->deployments.empty()) examined->contexts.push_back(plain);
  for (const profiles::Deployment& deployment : examined->deployments) {
    facts::FactContext on_target = plain;
    if (deployment.target.profile != nullptr) on_target.target = deployment.target.profile->name;
    on_target.deployment = &deployment;
    examined->contexts.push_back(on_target);
  }
  for (std::size_t i = 0; look.restored != nullptr && i < examined->contexts.size(); ++i) {
    examined->contexts[i].rollback = &look.restored->contexts[i];
  }
  if (plan_.rules == nullptr) return examined;
  for (facts::FactContext& each : examined->contexts) {
    if (each.issuance == facts::Issuance::undeclared) each.issuance = plan_.rules->issuance_for(each);
  }
  return examined;
}

rules::Evaluation Linter::evaluation_of(const facts::FactContext& context) const {
  return plan_.rules == nullptr ? rules::Evaluation{} : rules::evaluate(plan_.rules->rules_for(context), context);
}

// What the user or the rule set asks comes first.
std::optional<chain::Purpose> Linter::found_purpose(const ReadBundle& read) const {
  const bool server_rules = plan_.rules != nullptr && plan_.rules->set.assume_server_chain;
  if (read.plan != nullptr || options_.purpose_given || server_rules) return std::nullopt;
  const bool server_wanted = !request_.hosts.empty() || !plan_.deployments.targets.empty() || !plan_.deployments.clients.empty();
  if (read.purpose == chain::Purpose::any && server_wanted && read.server_expected) return std::nullopt;
  return read.purpose;
}

const profiles::DeploymentRequest& Linter::deployments_for(const ReadBundle& read) const {
  const profiles::DeploymentRequest& wanted =
      read.plan != nullptr && read.plan->deployments != nullptr ? *read.plan->deployments : plan_.deployments;
  if (is_for_trust_stores(wanted)) return wanted;
  return is_never_served(read) || found_purpose(read) ? nowhere_ : wanted;
}

const PreviousMaterial& Linter::previous_of(const ReadBundle& read) const {
  if (read.previous != nullptr) return *read.previous;
  return read.plan != nullptr && read.plan->previous != nullptr ? *read.plan->previous : plan_.previous;
}

chain::ChainRequest Linter::request_for(const ReadBundle& read, const profiles::DeploymentRequest& wanted) const {
  chain::ChainRequest request = request_;
  const BundlePlan* plan = read.plan;
  if (plan != nullptr) request.purposes = plan->purposes;
  if (is_for_trust_stores(wanted)) request.purposes = chain::Purpose::ca;
  if (is_never_served(read) || request.purposes.has(chain::Purpose::ca)) {
    request.hosts.clear();
    return request;
  }
  request.deployed = &previous_of(read).known();
  if (const auto purpose = found_purpose(read)) {
    request.purposes = *purpose;
    request.client_found = *purpose == chain::Purpose::client;
    request.hosts.clear();
    return request;
  }
  for (const formats::ServedHost& host : read.bundle.hosts) {
    if (auto parsed = x509::HostName::parse(host.name)) request.hosts.push_back(std::move(*parsed));
  }
  if (plan != nullptr) request.hosts.insert(request.hosts.end(), plan->hosts.begin(), plan->hosts.end());
  const bool by_rules = plan_.rules != nullptr && plan_.rules->set.assume_server_chain;
  request.assume_server_chain = by_rules;
  request.server_expected = read.server_expected && (!request.hosts.empty() || !wanted.targets.empty() || !wanted.clients.empty());
  return request;
}

facts::FactContext Linter::context(const ReadBundle& read, const formats::Bundle& bundle, const chain::BundleAnalysis& analysis,
                                   const chain::ChainRequest& request) const {
  facts::FactContext context{bundle, analysis, request, {}, nullptr};
  if (plan_.rules != nullptr) context.records = &plan_.rules->records;
  if (options_.window) context.window = &*options_.window;
  if (!is_never_served(read)) {
    context.renewal = previous_of(read).renewal();
    context.rollback = plan_.previous.rollback();
  }
  if (plan_.policy && plan_.rules == nullptr) context.issuance = plan_.policy->issuance;
  if (read.plan != nullptr && read.plan->told->issuance != facts::Issuance::undeclared) context.issuance = read.plan->told->issuance;
  context.believe_claims = plan_.rules == nullptr || plan_.rules->for_public_cas || plan_.visit;
  return context;
}

}  // namespace chainlint::run
