#include "rollout_case.h"

#include <algorithm>

#include "chainlint/rules/library.h"
#include "unit/minted.h"

namespace chainlint::renewal {
namespace {

const rules::RuleLibrary& all_shipped_rules() {
  static const rules::RuleLibrary::Loaded kLoaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return kLoaded.library;
}

}  // namespace

RolloutCase::RolloutCase(const std::string& certificates)
    : description_("certificates:\n" + certificates + "\n"), profiles_(profiles::load_profiles({})) {
  minted_ = minted_from(description_).certificates;
  request_.at = *Instant::parse("2026-06-01");
}

x509::CertificatePtr RolloutCase::certificate(const std::string& name) {
  auto read = cache_.intern(minted_.at(name));
  if (!read) ADD_FAILURE() << name << ": " << read.error().what;
  return read ? *read : nullptr;
}

RolloutCase& RolloutCase::previous(const std::vector<std::string>& files) {
  previous_ = files;
  return *this;
}

RolloutCase& RolloutCase::next(const std::vector<std::string>& files) {
  next_ = files;
  return *this;
}

RolloutCase& RolloutCase::anchors(const std::vector<std::string>& names, chain::AnchorOrigin origin) {
  std::vector<x509::CertificatePtr> certificates;
  for (const std::string& name : names) certificates.push_back(certificate(name));
  anchors_ = chain::AnchorSet(certificates, origin);
  return *this;
}

RolloutCase& RolloutCase::target(const std::string& name) {
  target_ = name;
  return *this;
}

RolloutCase& RolloutCase::store(chain::StoreName name, const std::vector<std::string>& names) {
  for (const std::string& each : names) stores_.certificates.push_back({certificate(each), name, {}});
  stores_.exported[static_cast<std::size_t>(name)] = true;
  return *this;
}

RolloutCase& RolloutCase::pins(const std::string& text) {
  pin_text_ = text;
  return *this;
}

RolloutCase& RolloutCase::at(const std::string& time) {
  request_.at = *Instant::parse(time);
  return *this;
}

formats::Bundle RolloutCase::bundle(const std::string& name, const std::vector<std::string>& files) {
  std::string description = description_ + "files:\n";
  for (std::size_t i = 0; i < files.size(); ++i) {
    description += "  " + name + (i == 0 ? "" : "-chain") + ".pem: { pem: [" + files[i] + "] }\n";
  }
  formats::Bundle made;
  made.name = name + ".pem";
  for (const mint::File& file : minted_from(description).files) {
    made.containers.push_back(formats::read_container(file.name, file.content, {}, cache_));
  }
  return made;
}

Rollout RolloutCase::plan(const std::string& order) {
  request_.anchors = &anchors_;
  request_.assume_server_chain = true;
  const facts::ComparedBundle before(bundle("old", previous_), request_, nullptr, verifier_);
  const formats::Bundle bundle_to_come = bundle("new", next_);
  const chain::BundleAnalysis analysis = chain::analyze(bundle_to_come, request_, verifier_);
  formats::PinList pins;
  if (pin_text_) pins = formats::read_pin_list("pins.txt", as_bytes(*pin_text_));
  EXPECT_TRUE(pins.problems.empty());
  const facts::Renewal renewal{before.context(), pin_text_ ? &pins.pins : nullptr};
  facts::FactContext context{bundle_to_come, analysis, request_, {}, nullptr};
  context.renewal = &renewal;
  profiles::DeploymentRequest wanted;
  if (!target_.empty()) wanted.targets.push_back({profiles_.library.target(target_), ""});
  if (stores_.any()) wanted.stores = std::make_shared<const chain::WindowsStores>(stores_);
  const std::vector<profiles::Deployment> deployments = profiles::deploy(bundle_to_come, analysis, request_, wanted, verifier_);
  if (!deployments.empty()) {
    context.target = target_;
    context.deployment = &deployments.front();
  }
  const rules::Evaluation found = rules::evaluate(*all_shipped_rules().find_set("recommended"), context);
  if (order.empty()) return plan_rollout(context, nullptr, found, verifier_);
  const Result<std::vector<RolloutAction>> actions = parse_rollout_order(order);
  EXPECT_TRUE(actions.ok()) << order;
  return actions ? plan_rollout(context, &*actions, found, verifier_) : Rollout{};
}

std::string order_of(const std::vector<RolloutStep>& steps) {
  std::string text;
  for (const RolloutStep& step : steps) {
    text += (text.empty() ? "" : ", ") + std::string(to_string(step.action)) + (step.outage.empty() ? "" : "!");
  }
  return text;
}

std::string sent_after(const std::vector<RolloutStep>& steps) {
  std::string text;
  for (const RolloutStep& step : steps) {
    text += text.empty() ? "" : " | ";
    for (const std::string& each : step.sent) text += (&each == &step.sent.front() ? "" : ", ") + each;
  }
  return text;
}

const RolloutStep& step_of(const std::vector<RolloutStep>& steps, RolloutAction action) {
  static const RolloutStep none;
  const auto found = std::find_if(steps.begin(), steps.end(), [&](const RolloutStep& step) { return step.action == action; });
  if (found != steps.end()) return *found;
  ADD_FAILURE() << "no step '" << to_string(action) << "'";
  return none;
}

}  // namespace chainlint::renewal
