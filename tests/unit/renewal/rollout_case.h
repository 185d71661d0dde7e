// A renewal on a target, from a few lines of description, and how it is rolled out.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/facts/renewal.h"
#include "chainlint/formats/reader.h"
#include "chainlint/mint/mint.h"
#include "chainlint/profiles/library.h"
#include "chainlint/renewal/rollout.h"

namespace chainlint::renewal {

// `certificates` is the section of that name; the files of both bundles are lists of PEM items. Everything that the plan borrows lives as
// long as the case.
class RolloutCase {
 public:
  explicit RolloutCase(const std::string& certificates);

  // Items of a PEM file, "leaf, inter, key(leaf)"; or several of them, a file each.
  RolloutCase& previous(const std::vector<std::string>& files);
  RolloutCase& next(const std::vector<std::string>& files);
  RolloutCase& anchors(const std::vector<std::string>& names, chain::AnchorOrigin origin = chain::AnchorOrigin::files);
  RolloutCase& target(const std::string& name);
  // An export that contains these and nothing else.
  RolloutCase& store(chain::StoreName name, const std::vector<std::string>& names);
  RolloutCase& pins(const std::string& text);
  RolloutCase& at(const std::string& time);

  Rollout plan(const std::string& order = "");

  x509::CertificatePtr certificate(const std::string& name);

 private:
  formats::Bundle bundle(const std::string& name, const std::vector<std::string>& files);

  std::string description_;
  std::map<std::string, Bytes> minted_;
  formats::CertificateCache cache_;
  crypto::SignatureVerifier verifier_;
  profiles::LoadedProfiles profiles_;
  chain::AnchorSet anchors_;
  chain::ChainRequest request_;
  std::vector<std::string> previous_, next_;
  std::string target_;
  chain::WindowsStores stores_;
  std::optional<std::string> pin_text_;
};

// "intermediates, leaf!, cleanup": the actions; '!' where clients are refused after it.
std::string order_of(const std::vector<RolloutStep>& steps);

// "a b | c": what is sent after each step.
std::string sent_after(const std::vector<RolloutStep>& steps);

const RolloutStep& step_of(const std::vector<RolloutStep>& steps, RolloutAction action);

}  // namespace chainlint::renewal
