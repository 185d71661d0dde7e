#include "linter.h"

#include <memory>
#include <utility>

#include "chainlint/facts/outlook.h"
#include "chainlint/facts/renewal.h"

namespace chainlint::cli {

struct Linter::Judged {
  ChainRequest request;
  BundleAnalysis analysis;
  std::vector<Deployment> deployments;
  Outlook outlook;
  std::vector<FactContext> contexts;  // one a target; one where there is none
};

Linter::Linter(const RunOptions& options, const LintPlan& plan) : options_(options), plan_(plan) {
  request_.anchors = &plan.trust.anchors;
  request_.pool = &plan.trust.pool;
  request_.at = options.at;
  request_.purpose = options.purpose;
  request_.hosts = options.hosts;
  request_.crls = plan.trust.crls;
  request_.limits = plan.reading.limits;
  request_.explain = options.explain;
}

std::vector<BundleReport> Linter::judge(const ReadBundle& read) {
  const std::unique_ptr<const Judged> judged = look_at(read.bundle, read, options_.at);
  std::vector<BundleReport> reports;
  for (std::size_t i = 0; i < judged->contexts.size(); ++i) {
    const FactContext& context = judged->contexts[i];
    if (plan_.visit) {
      plan_.visit(context);
      reports.emplace_back();
      continue;
    }
    Evaluation evaluation = evaluation_of(context);
    std::optional<RenewalReview> renewal;
    std::optional<Rollout> rollout;
    std::optional<Timeline> timeline;
    if (plan_.rules != nullptr && context.renewal != nullptr) {
      const std::unique_ptr<const Judged> before = look_at(context.renewal->previous.bundle, read, options_.at);
      FactContext replaced = before->contexts[i];
      replaced.renewal = nullptr;
      renewal = review_renewal(context, evaluation, evaluation_of(replaced));
      rollout = plan_rollout(context, options_.order ? &*options_.order : nullptr, verifier_);
    }
    if (plan_.rules != nullptr && options_.timeline) {
      timeline = make_timeline(context, [&](Instant at) { return evaluation_of(look_at(read.bundle, read, at)->contexts[i]); });
    }
    BundleReport report = describe_bundle(context, std::move(evaluation));
    report.renewal = std::move(renewal);
    report.rollout = std::move(rollout);
    report.timeline = std::move(timeline);
    reports.push_back(std::move(report));
  }
  return reports;
}

std::unique_ptr<const Linter::Judged> Linter::look_at(const Bundle& bundle, const ReadBundle& read, Instant at) {
  auto judged = std::make_unique<Judged>();
  const DeploymentRequest& wanted = deployments_for(read);
  judged->request = request_for(read, wanted);
  judged->request.at = at;
  judged->analysis = analyze(bundle, judged->request, verifier_);
  judged->deployments = deploy(bundle, judged->analysis, judged->request, wanted, verifier_);
  FactContext plain = context(read, bundle, judged->analysis, judged->request);
  if (options_.window && plan_.rules != nullptr) {
    judged->outlook = look_ahead(bundle, judged->request, &*options_.window, verifier_);
    plain.outlook = &judged->outlook;
  }
  if (judged->deployments.empty()) judged->contexts.push_back(plain);
  for (const Deployment& deployment : judged->deployments) {
    FactContext on_target = plain;
    if (deployment.target.profile != nullptr) on_target.target = deployment.target.profile->name;
    on_target.deployment = &deployment;
    judged->contexts.push_back(on_target);
  }
  if (plan_.rules == nullptr) return judged;
  for (FactContext& each : judged->contexts) {
    if (each.issuance == Issuance::undeclared) each.issuance = plan_.rules->issuance_for(each);
  }
  return judged;
}

Evaluation Linter::evaluation_of(const FactContext& context) const {
  return plan_.rules == nullptr ? Evaluation{} : evaluate(plan_.rules->rules_for(context), context);
}

const DeploymentRequest& Linter::deployments_for(const ReadBundle& read) const {
  if (read.trust) return nowhere_;
  return read.plan != nullptr && read.plan->deployments != nullptr ? *read.plan->deployments : plan_.deployments;
}

ChainRequest Linter::request_for(const ReadBundle& read, const DeploymentRequest& wanted) const {
  ChainRequest request = request_;
  const BundlePlan* plan = read.plan;
  if (read.trust) request.hosts.clear();
  if (plan != nullptr) {
    request.hosts.insert(request.hosts.end(), plan->hosts.begin(), plan->hosts.end());
    request.purpose = plan->purpose;
  }
  const bool by_rules = plan_.rules != nullptr && plan_.rules->set.assume_server_chain;
  request.assume_server_chain = by_rules || !request.hosts.empty() || !wanted.targets.empty();
  return request;
}

FactContext Linter::context(const ReadBundle& read, const Bundle& bundle, const BundleAnalysis& analysis,
                            const ChainRequest& request) const {
  FactContext context{bundle, analysis, request, {}, nullptr};
  if (plan_.rules != nullptr) context.records = &plan_.rules->records;
  if (options_.window) context.window = &*options_.window;
  if (!read.trust) {
    context.renewal = plan_.previous.renewal();
    if (read.plan != nullptr && read.plan->previous != nullptr) context.renewal = read.plan->previous->renewal();
    if (read.previous != nullptr) context.renewal = read.previous->renewal();
    context.rollback = plan_.previous.rollback();
  }
  if (plan_.policy && plan_.rules == nullptr) context.issuance = plan_.policy->issuance;
  if (read.plan != nullptr && read.plan->told->issuance != Issuance::undeclared) context.issuance = read.plan->told->issuance;
  context.believe_claims = plan_.rules == nullptr || plan_.rules->for_public_cas || plan_.visit;
  return context;
}

}  // namespace chainlint::cli
