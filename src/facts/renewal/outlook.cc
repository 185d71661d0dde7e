#include "chainlint/facts/outlook.h"

#include <algorithm>
#include <set>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/facts/sent_path.h"

namespace chainlint::facts {
namespace {

using Kind = Moment::Kind;

// Looks at one bundle with the clock at any moment.
class Foresight {
 public:
  Foresight(const formats::Bundle& bundle, const chain::ChainRequest& request, crypto::SignatureVerifier& verifier,
            const profiles::DeploymentRequest* wanted)
      : bundle_(bundle), then_(request), verifier_(verifier), wanted_(wanted) {
    then_.explain = false;
  }

  Moment at(Kind kind, Instant time) {
    then_.at = time;
    const chain::BundleAnalysis analysis = chain::analyze(bundle_, then_, verifier_);
    Moment moment{kind, time, analysis.path, {}};
    if (wanted_ == nullptr) return moment;
    for (profiles::Deployment& deployment : profiles::deploy(bundle_, analysis, then_, *wanted_, verifier_)) {
      SentMoment sent{std::move(deployment), {}, {}};
      sent.path = path_of_sent(sent.deployment.sending.certificates, then_, verifier_);
      for (const chain::SendingAlternative& other : sent.deployment.sending.alternatives) {
        sent.alternatives.push_back(path_of_sent(other.certificates, then_, verifier_));
      }
      moment.sent.push_back(std::move(sent));
    }
    return moment;
  }

  // For everything in use at the moment: the second after its last valid one.
  void ends_of(const Moment& moment, std::set<Instant>& ends) const {
    const auto add = [&](const std::optional<chain::Path>& path) {
      if (path) ends_of(*path, ends);
    };
    add(moment.path);
    for (const SentMoment& sent : moment.sent) {
      add(sent.path);
      std::for_each(sent.alternatives.begin(), sent.alternatives.end(), add);
    }
  }

 private:
  void ends_of(const chain::Path& path, std::set<Instant>& ends) const {
    for (const chain::PathStep& step : path.steps) {
      if (step.certificate->not_after()) ends.insert(step.certificate->not_after()->plus_seconds(1));
      for (const x509::CrlPtr& crl : then_.crls) {
        if (crl != nullptr && crl->next_update() && crl->issuer().canonical() == step.certificate->issuer().canonical()) {
          ends.insert(crl->next_update()->plus_seconds(1));
        }
      }
    }
  }

  const formats::Bundle& bundle_;
  chain::ChainRequest then_;
  crypto::SignatureVerifier& verifier_;
  const profiles::DeploymentRequest* wanted_;
};

}  // namespace

const SentMoment* sent_at(const Moment& moment, const profiles::Deployment* deployment) {
  if (deployment == nullptr) return nullptr;
  const auto found = std::find_if(moment.sent.begin(), moment.sent.end(), [&](const SentMoment& sent) {
    const profiles::Target& target = sent.deployment.target;
    return target.profile == deployment->target.profile && target.version == deployment->target.version;
  });
  return found == moment.sent.end() ? nullptr : &*found;
}

Outlook look_ahead(const formats::Bundle& bundle, const chain::ChainRequest& request, const ChangeWindow* window,
                   crypto::SignatureVerifier& verifier, const profiles::DeploymentRequest* wanted) {
  Foresight foresight(bundle, request, verifier, wanted);
  Outlook outlook;
  if (window == nullptr) {
    outlook.moments.push_back(foresight.at(Kind::now, request.at));
    return outlook;
  }
  std::vector<std::pair<Kind, Instant>> fixed{{Kind::skewed, window->start.plus_seconds(-kClockSkewSeconds)},
                                              {Kind::start, window->start},
                                              {Kind::end, window->end},
                                              {Kind::until, window->until()}};
  // In order of time: after an expiry another certificate may be used, which expires later.
  std::set<Instant> ends;
  std::size_t between = 0;
  for (const auto& [kind, at] : fixed) {
    while (!ends.empty() && *ends.begin() < at && between < FactLimits::kMomentsBetween) {
      const Instant next = *ends.begin();
      ends.erase(ends.begin());
      if (next <= outlook.moments.back().at) continue;
      ++between;
      outlook.moments.push_back(foresight.at(Kind::between, next));
      foresight.ends_of(outlook.moments.back(), ends);
    }
    outlook.moments.push_back(foresight.at(kind, at));
    foresight.ends_of(outlook.moments.back(), ends);
  }
  return outlook;
}

Result<ChangeWindow> parse_window(std::string_view text) {
  const auto wrong = [&](const std::string& what) { return Error{"window-invalid", in_quotes(text) + what, {}}; };
  const std::string allowed = "; expected START/END, two times such as 2026-12-01T22:00:00Z/2026-12-02T02:00:00Z or dates";
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return wrong(", which has no '/'" + allowed);
  const std::optional<Instant> start = Instant::parse(text.substr(0, slash));
  const std::optional<Instant> end = Instant::parse(text.substr(slash + 1));
  if (!start || !end) return wrong(std::string(", which has an invalid ") + (start ? "end" : "start") + allowed);
  if (*end <= *start) return wrong(std::string(", which has its end ") + (*end == *start ? "at" : "before") + " its start");
  return ChangeWindow{*start, *end};
}

}  // namespace chainlint::facts
