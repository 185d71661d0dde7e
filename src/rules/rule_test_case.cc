#include "rule_test_case.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>

#include "chainlint/chain/run_index.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/facts/outlook.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/facts/run_state.h"
#include "chainlint/formats/pin_list.h"
#include "chainlint/rules/adjust.h"
#include "chainlint/rules/evaluate.h"
#include "test_hint.h"

namespace chainlint::rules {
namespace {

template <class Map>
std::vector<std::string> key_list(const Map& map) {
  std::vector<std::string> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

// Sets up a case. Everything that the chain's request borrows lives here.
class CaseBench {
 public:
  CaseBench(const Rule& rule, const RuleTestCase& test_case, const mint::Minted& minted, RuleTestWorkshop& workshop,
            yaml::Problems& problems)
      : case_(test_case), minted_(minted), workshop_(workshop), problems_(problems) {
    about_run_ = rule.subject == facts::SubjectKind::run || rule.subject == facts::SubjectKind::waiver;
    run_.waivers = case_.options.waivers;
    run_.branch = case_.options.branch;
    const RuleTestOptions& options = case_.options;
    const bool no_anchors = options.anchors.empty() && options.anchor_origin != chain::AnchorOrigin::incomplete;
    anchors_ = chain::AnchorSet(certificates(options.anchors), no_anchors ? chain::AnchorOrigin::none : options.anchor_origin);
    pool_ = chain::AnchorSet(certificates(options.pool), options.pool.empty() ? chain::AnchorOrigin::none : chain::AnchorOrigin::files);
    read_bundle();
    index_run();
    request_.anchors = &anchors_;
    request_.pool = &pool_;
    request_.run = &run_index_;
    request_.deployed = &deployed_index_;
    request_.at = options.at;
    request_.purposes = options.purposes;
    request_.hosts = options.hosts;
    if (options.target) {
      // As the linter does for the targets of a run.
      const Result<profiles::Target> target = profiles::find_target(workshop_.profiles, options.target->text);
      const bool store = target && target->profile->family == chain::ServerFamily::trust_store;
      if (store) request_.purposes = chain::Purpose::ca;
    }
    request_.crls = crls();
    request_.crls_requested = !request_.crls.empty();
    chain::add_revocation_lists(bundle_, request_);
    request_.assume_server_chain = options.assume_server_chain;
    request_.server_expected = options.target.has_value() || !options.hosts.empty() || !options.clients.empty();
    analysis_ = chain::analyze(bundle_, request_, workshop_.verifier);
    make_deployment();
    make_comparison();
  }

  facts::FactContext context() const {
    facts::FactContext context{bundle_, analysis_, request_, {}};
    context.records = case_.options.records.get();
    if (!deployments_.empty()) {
      const profiles::Profile* profile = deployments_.front().target.profile;
      context.target = profile == nullptr ? std::string_view() : std::string_view(profile->name);
      context.deployment = &deployments_.front();
    }
    context.issuance = case_.options.issuance;
    if (case_.options.window) {
      context.window = &*case_.options.window;
      context.outlook = &outlook_;
    }
    context.renewal = renewal_ ? &*renewal_ : nullptr;
    context.rollback = rollback_ ? &rollback_->context() : nullptr;
    if (about_run_) context.run = &run_;
    return context;
  }

  const Bytes* find(const std::map<std::string, Bytes>& minted, const PlacedText& name, std::string_view what) {
    const auto found = minted.find(name.text);
    if (found != minted.end()) return &found->second;
    problems_.add(name.position, "no " + std::string(what) + " " + in_quotes(name.text) + " is described",
                  problems_.did_you_mean(name.text, key_list(minted)));
    return nullptr;
  }

 private:
  std::vector<x509::CertificatePtr> certificates(const std::vector<PlacedText>& names) {
    std::vector<x509::CertificatePtr> found;
    for (const PlacedText& name : names) {
      const Bytes* der = find(minted_.certificates, name, "certificate");
      if (der == nullptr) continue;
      if (auto certificate = workshop_.certificates.intern(*der)) {
        found.push_back(*certificate);
      } else {
        problems_.add(name.position, "the certificate " + in_quotes(name.text) + " cannot be read and cannot be used here");
      }
    }
    return found;
  }

  void make_deployment() {
    profiles::DeploymentRequest& wanted = wanted_;
    if (case_.options.target) {
      const Result<profiles::Target> target = profiles::find_target(workshop_.profiles, case_.options.target->text);
      if (target) {
        wanted.targets.push_back(*target);
      } else {
        problems_.add(case_.options.target->position, target.error().message);
      }
    }
    for (const PlacedText& name : case_.options.clients) {
      if (const chain::ClientModel* client = workshop_.profiles.client(name.text)) {
        wanted.clients.push_back(client);
      } else {
        problems_.add(name.position, "no client " + in_quotes(name.text) + " is known");
      }
    }
    for (const RuleTestOptions::Store& store : case_.options.stores) {
      for (x509::CertificatePtr& certificate : certificates(store.certificates)) {
        stores_.certificates.push_back({std::move(certificate), store.name, Location{.path = std::string(chain::to_string(store.name))}});
      }
      stores_.exported[static_cast<std::size_t>(store.name)] = true;
    }
    if (stores_.any()) wanted.stores = std::make_shared<const chain::WindowsStores>(stores_);
    deployments_ = profiles::deploy(bundle_, analysis_, request_, wanted, workshop_.verifier);
  }

  std::vector<x509::CrlPtr> crls() {
    std::vector<x509::CrlPtr> found;
    for (const PlacedText& name : case_.options.crls) {
      const Bytes* der = find(minted_.crls, name, "CRL");
      if (der == nullptr) continue;
      if (auto crl = x509::Crl::parse(*der)) {
        found.push_back(*crl);
      } else {
        problems_.add(name.position, "the CRL " + in_quotes(name.text) + " cannot be read");
      }
    }
    return found;
  }

  const mint::File* find_file(const PlacedText& name) {
    const auto found =
        std::find_if(minted_.files.begin(), minted_.files.end(), [&](const mint::File& file) { return file.name == name.text; });
    if (found != minted_.files.end()) return &*found;
    problems_.add(name.position, "no file " + in_quotes(name.text) + " is described");
    return nullptr;
  }

  std::vector<const mint::File*> find_files(const std::vector<PlacedText>& names) {
    std::vector<const mint::File*> files;
    for (const PlacedText& name : names) {
      if (const mint::File* file = find_file(name)) files.push_back(file);
    }
    return files;
  }

  // What a case compares its bundle with is no part of it.
  bool is_beside(const mint::File& file) const {
    const auto names = [&](const PlacedText& name) { return name.text == file.name; };
    const RuleTestOptions& options = case_.options;
    return std::any_of(options.previous.begin(), options.previous.end(), names) ||
           std::any_of(options.rollback.begin(), options.rollback.end(), names) ||
           std::any_of(options.run.begin(), options.run.end(), names) || (options.pins && names(*options.pins));
  }

  void read_bundle() {
    std::vector<const mint::File*> files = find_files(case_.bundle);
    for (const mint::File& file : minted_.files) {
      if (case_.bundle.empty() && !is_beside(file)) files.push_back(&file);
    }
    const Diagnostics& configuration = case_.options.configuration;
    if (files.empty() && configuration.empty() && !about_run_) problems_.add(case_.node->position, "the test case has no file to check");
    bundle_ = bundle_of(files);
    if (configuration.empty()) return;
    formats::Container& container = bundle_.containers.emplace_back();
    container.path = configuration.front().location.path;
    container.format = formats::Format::configuration;
    container.diagnostics = configuration;
  }

  formats::FileUse use_of(const mint::File& file) const {
    const auto names = [&](const PlacedText& name) { return name.text == file.name; };
    const RuleTestOptions& options = case_.options;
    if (std::any_of(options.chain_files.begin(), options.chain_files.end(), names)) return formats::FileUse::chain;
    return std::any_of(options.key_files.begin(), options.key_files.end(), names) ? formats::FileUse::key : formats::FileUse::named;
  }

  // Each other file of the run is a bundle of its own.
  void index_run() {
    std::vector<const formats::Bundle*> bundles{&bundle_};
    for (const mint::File* file : find_files(case_.options.run)) {
      others_.push_back(std::make_unique<formats::Bundle>(bundle_of({file})));
      bundles.push_back(others_.back().get());
    }
    run_index_ = chain::RunIndex(bundles);
    const formats::Bundle deployed = bundle_of(find_files(case_.options.previous));
    const formats::Bundle* const all[] = {&deployed};
    deployed_index_ = chain::RunIndex(all);
  }

  formats::Bundle bundle_of(const std::vector<const mint::File*>& files) {
    formats::ReadOptions read_options;
    for (const std::string& password : case_.options.passwords) read_options.passwords.emplace_back(password);
    formats::Bundle bundle;
    for (const mint::File* file : files) {
      bundle.containers.push_back(formats::read_container(file->name, file->content, read_options, workshop_.certificates));
      bundle.containers.back().use = use_of(*file);
      bundle.containers.back().git = case_.options.git;
    }
    if (bundle.containers.size() == 1) {
      // Of a Secret or keystore, what is served.
      std::vector<formats::Bundle> units = formats::make_bundles({{std::move(bundle.containers.front()), true, false}}).bundles;
      const auto served = std::find_if(units.begin(), units.end(), [](const formats::Bundle& unit) { return !unit.trust_store; });
      return std::move(served == units.end() ? units.front() : *served);
    }
    if (!files.empty()) bundle.name = files.front()->name;
    return bundle;
  }

  std::unique_ptr<facts::ComparedBundle> compared(const std::vector<PlacedText>& names) {
    const facts::ChangeWindow* window = case_.options.window ? &*case_.options.window : nullptr;
    if (names.empty()) return nullptr;
    return std::make_unique<facts::ComparedBundle>(bundle_of(find_files(names)), request_, window, workshop_.verifier, &wanted_);
  }

  void make_comparison() {
    previous_ = compared(case_.options.previous);
    rollback_ = compared(case_.options.rollback);
    if (case_.options.window) outlook_ = facts::look_ahead(bundle_, request_, &*case_.options.window, workshop_.verifier, &wanted_);
    if (case_.options.pins) {
      if (const mint::File* file = find_file(*case_.options.pins)) pins_ = formats::read_pin_list(file->name, file->content);
      for (const std::string& problem : pins_.problems) problems_.add(case_.options.pins->position, problem.substr(0, problem.find('\n')));
    }
    if (previous_) renewal_.emplace(facts::Renewal{previous_->context(), case_.options.pins ? &pins_.pins : nullptr});
  }

  const RuleTestCase& case_;
  const mint::Minted& minted_;
  RuleTestWorkshop& workshop_;
  yaml::Problems& problems_;
  bool about_run_ = false;  // the rule is about the run itself, which has no bundle
  facts::RunState run_;
  chain::AnchorSet anchors_, pool_;
  formats::Bundle bundle_;
  std::vector<std::unique_ptr<formats::Bundle>> others_;
  chain::RunIndex run_index_, deployed_index_;
  chain::ChainRequest request_;
  chain::BundleAnalysis analysis_;
  chain::WindowsStores stores_;
  profiles::DeploymentRequest wanted_;
  std::vector<profiles::Deployment> deployments_;  // one at most
  std::unique_ptr<facts::ComparedBundle> previous_, rollback_;
  formats::PinList pins_;
  std::optional<facts::Renewal> renewal_;
  facts::Outlook outlook_;
};

Verdict overall_verdict(const Rule& rule, const Evaluation& evaluation, const facts::FactContext& context) {
  if (!evaluation.findings.empty()) return Verdict::fail;
  if (!evaluation.not_evaluated.empty()) return Verdict::not_evaluated;
  FactValues facts(context);
  for (const facts::Subject& subject : facts::subjects_of(rule.subject, context)) {
    facts.begin(subject);
    if (rule_on(rule, facts).verdict == Verdict::pass) return Verdict::pass;
  }
  return Verdict::not_applicable;
}

// What happened, for the text of a difference.
std::string outcome(Verdict verdict, const Evaluation& evaluation) {
  std::string text(to_string(verdict));
  for (const Finding& finding : evaluation.findings) text += "\n  " + std::string(to_string(finding.severity)) + ": " + finding.message;
  for (const NotEvaluated& open : evaluation.not_evaluated) text += "\n  not evaluated: " + open.reason;
  return text;
}

std::string message_difference(const RuleTestCase& test_case, const Evaluation& evaluation) {
  std::string difference;
  const auto compare = [&](const std::string& text) {
    if (test_case.message && text != *test_case.message) {
      difference += "expected the message: " + *test_case.message + "\n           but it is: " + text + "\n";
    }
  };
  for (const Finding& finding : evaluation.findings) {
    compare(finding.message);
    if (test_case.fix && finding.fix() != *test_case.fix) {
      difference += "expected the fix: " + *test_case.fix + "\n       but it is: " + finding.fix() + "\n";
    }
    for (const auto& [name, value] : test_case.details) {
      const auto found = std::find_if(finding.details.begin(), finding.details.end(),
                                      [&wanted = name](const Detail& each) { return each.name == wanted; });
      if (found != finding.details.end() && found->value == value) continue;
      difference += "expected the detail " + name + ": " + value + "\n           but it " +
                    (found == finding.details.end() ? std::string("is absent") : "is: " + found->value) + "\n";
    }
    if (test_case.severity && finding.severity != *test_case.severity) {
      difference += "expected the severity " + std::string(to_string(*test_case.severity)) + ", but it is " +
                    std::string(to_string(finding.severity)) + "\n";
    }
  }
  if (test_case.expect == Verdict::not_evaluated) {
    for (const NotEvaluated& open : evaluation.not_evaluated) compare(open.reason);
  }
  return difference;
}

std::string subject_difference(const std::vector<PlacedText>& expected, const Evaluation& evaluation, const mint::Minted& minted,
                               CaseBench& bench) {
  std::map<std::string, std::string> names;  // by SHA-256; copies of a certificate share it
  for (const auto& [name, der] : minted.certificates) names.emplace(to_hex(crypto::sha256(der)), name);
  const auto name_of = [&](const std::string& sha256_hex) {
    const auto found = names.find(sha256_hex);
    return found == names.end() ? "(" + sha256_hex + ")" : found->second;
  };
  std::set<std::string> wanted, found;
  for (const PlacedText& name : expected) {
    if (const Bytes* der = bench.find(minted.certificates, name, "certificate")) wanted.insert(name_of(to_hex(crypto::sha256(*der))));
  }
  for (const Finding& finding : evaluation.findings) found.insert(name_of(finding.subject_sha256));
  if (wanted == found) return "";
  return "expected findings about " + join_and({wanted.begin(), wanted.end()}) + ", but they are about " +
         join_and({found.begin(), found.end()}) + "\n";
}

}  // namespace

std::string run_case(const Rule& rule, const RuleTestCase& test_case, const mint::Minted& minted, RuleTestWorkshop& workshop,
                     yaml::Problems& problems) {
  if (test_case.parameters != nullptr) {
    const std::shared_ptr<const Rule> changed = adjusted(rule, read_rule_adjustment(rule, test_case.parameters, nullptr, problems));
    RuleTestCase plain = test_case;
    plain.parameters = nullptr;
    return run_case(*changed, plain, minted, workshop, problems);
  }
  CaseBench bench(rule, test_case, minted, workshop, problems);
  RuleSet set;
  set.members.push_back({&rule, std::nullopt});
  const Evaluation evaluation = evaluate(set, bench.context());
  const Verdict verdict = overall_verdict(rule, evaluation, bench.context());
  std::string difference;
  if (verdict != test_case.expect) {
    difference = "expected " + std::string(to_string(test_case.expect)) + ", but it is " + outcome(verdict, evaluation) +
                 hint_for(rule, verdict, bench.context()) + "\n";
  } else {
    difference = message_difference(test_case, evaluation);
    if (test_case.subjects) difference += subject_difference(*test_case.subjects, evaluation, minted, bench);
  }
  if (difference.ends_with('\n')) difference.pop_back();
  return difference;
}

}  // namespace chainlint::rules
